import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { renderDeployment, tablesOfJob } from '../../src/engine/flink/deployment.ts';
import { jobManagerAt } from '../../src/engine/flink/gateway/job-manager.ts';
import { submitJob } from '../../src/engine/flink/gateway/submit.ts';
import { jdbcOf } from '../../src/engine/flink/options.ts';
import type { Stream } from '../../src/stream/define.ts';
import { isAdditive } from '../../src/stream/plan.ts';
import { schemaOf } from '../../src/warehouse/sql-names.ts';
import type { Surroundings } from '../contract.ts';
import { webStream } from '../events/web-stream.ts';
import type { Place } from './place.ts';

const CANCEL_MS = 60_000;

/** The same stream with counts and sums alone. */
function withoutDistinct(stream: Stream): Stream {
  const rollups = Object.entries(stream.rollups).map(([name, rollup]) => {
    const measures = Object.entries(rollup.measures).filter(([, measure]) => isAdditive(measure));
    return [name, { ...rollup, measures: Object.fromEntries(measures) }] as const;
  });
  return { ...stream, rollups: Object.fromEntries(rollups) };
}

/** Empties what a job of the whole stream wrote, so that another one can begin. */
async function emptyTables({ databaseUrl }: Place): Promise<void> {
  const client = new Client(databaseUrl);
  await client.connect();
  const tables = tablesOfJob(webStream).map((table) => `${schemaOf(webStream.name)}.${table}`);
  await client.query(`TRUNCATE ${tables.join(', ')}`).finally(() => client.end());
}

/**
 * Runs a job over the enriched topic that keeps everything but the distinct counts. The program has no such job: it is
 * submitted here, to a warehouse whose tables are there and that no other job writes.
 */
export async function withAdditiveJob<T>(
  { signal }: Surroundings,
  place: Place,
  work: () => Promise<T>,
): Promise<T> {
  await emptyTables(place);
  const { url, user, password } = jdbcOf(place.databaseUrl);
  const { statements } = renderDeployment(withoutDistinct(webStream), {
    bootstrapServers: place.kafka.brokers.join(','),
    topicPrefix: place.kafka.topicPrefix,
    ...{ jdbcUrl: url, jdbcUser: user ?? '', jdbcPassword: password ?? '' },
    ...{ parallelism: place.flink.parallelism, dedupMinutes: 60 },
  });
  const jobs = jobManagerAt(place.flink.url, signal);
  const jobId = randomBytes(16).toString('hex');
  const job = { jobId, statements: statements.map(({ sql }) => sql), restore: null };
  await submitJob(job, { gatewayUrl: place.flink.gatewayUrl, jobs, signal });
  try {
    return await work();
  } finally {
    await jobManagerAt(place.flink.url).cancel(jobId, { withinMs: CANCEL_MS });
  }
}
