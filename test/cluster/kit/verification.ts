// What tests that compare engines share: a context on the cluster of the run, and a verification of one stream.
import { jobManagerAt } from '../../../src/engine/flink/gateway/job-manager.ts';
import { systemClock } from '../../../src/event/clock.ts';
import type { StreamVerdict, VerifiedEngine, VerifyContext } from '../../../src/jobs/verify/contract.ts';
import { verifyStreams } from '../../../src/jobs/verify/run.ts';
import type { OpenSide } from '../../../src/jobs/verify/sides.ts';
import { withAdmin } from '../../../src/log/kafka/topics.ts';
import type { Stream } from '../../../src/stream/define.ts';
import { cluster, freshDatabase, freshName } from '../support.ts';

/** Milliseconds until the other engine must have all figures. */
const WITHIN_MS = 240_000;

function contextFor(databaseUrl: string, topicPrefix: string): VerifyContext {
  const { kafka, flinkGateway, flinkRest } = cluster();
  return {
    catalogueModule: {
      url: new URL('../../../src/streams/catalogue.ts', import.meta.url).href,
      settings: {},
    },
    clock: systemClock,
    databaseUrl,
    jdbcUrl: null,
    kafka: { brokers: [kafka], clientId: 'parity-test', topicPrefix, tls: null, sasl: null },
    ...{ compression: 'lz4', partitions: 2, replication: 1 },
    ...{ gatewayUrl: flinkGateway, flinkUrl: flinkRest, jobManager: jobManagerAt },
    ...{ dedupMinutes: 60, threads: 2, memoryMiB: 512 },
  };
}

export interface Verified {
  readonly verdict: StreamVerdict;
  /** Topics that it made and did not remove. */
  readonly leftTopics: readonly string[];
}

/** Verifies one stream with simulated events. */
export async function verifyOn(
  stream: Stream,
  about: {
    readonly engine: VerifiedEngine;
    readonly events: number;
    readonly seed: number;
    readonly openSide?: OpenSide;
  },
): Promise<Verified> {
  const database = await freshDatabase();
  const prefix = `${freshName('parity')}.`;
  const context = contextFor(database.url, prefix);
  try {
    const { events, seed, engine } = about;
    const [verdict] = await verifyStreams(
      context,
      {
        ...{ streams: [stream], input: { kind: 'simulated', events, seed }, engine },
        ...{ withinMs: WITHIN_MS, signal: new AbortController().signal, say: () => undefined },
      },
      () => undefined,
      about.openSide,
    );
    if (verdict === undefined) throw new Error('there is no verdict');
    const topics = await withAdmin(context.kafka, 'list topics', (admin) => admin.listTopics());
    return { verdict, leftTopics: topics.filter((name) => name.startsWith(prefix)) };
  } finally {
    await database.drop();
  }
}

/** The tables that are not the same on both sides, with what differs. */
export function differing({ verdict }: Verified): StreamVerdict['tables'] {
  return verdict.tables.filter(({ missing, unexpected, different }) => missing + unexpected + different > 0);
}
