import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { z } from 'zod';
import { makeDatabase } from '../../src/jobs/verify/database.ts';
import type { KafkaConnection } from '../../src/log/kafka/connection.ts';
import { deleteTopics, ensureTopics, topicsOf } from '../../src/log/kafka/topics.ts';
import type { Surroundings } from '../contract.ts';
import { webStream } from '../events/web-stream.ts';

/** The configuration file of a running cluster, as `npm run cluster` writes it. */
const CONFIGURATION = 'CROSSCURRENT_CLUSTER_CONFIG';
const DEFAULT_CONFIGURATION = '.crosscurrent-cluster/crosscurrent.json';

const HOUR_MS = 60 * 60 * 1000;

const Configuration = z.looseObject({
  'kafka-brokers': z.string(),
  'kafka-partitions': z.number(),
  'database-url': z.string(),
  'flink-url': z.string().default(''),
  'flink-gateway-url': z.string().default(''),
  'flink-parallelism': z.number().default(1),
});

/** Topics and a database of this run alone, on a cluster that runs already. */
export interface Place {
  readonly kafka: KafkaConnection;
  readonly partitions: number;
  readonly databaseUrl: string;
  readonly flink: { readonly url: string; readonly gatewayUrl: string; readonly parallelism: number };
  /** A configuration file that names them. */
  readonly configuration: string;
  /** Asks the warehouse for one number. */
  number(sql: string): Promise<number>;
  close(): Promise<void>;
}

/** Makes topics and a database. @throws Error in words when there is no cluster */
export async function openPlace(around: Surroundings): Promise<Place> {
  const file = process.env[CONFIGURATION] ?? path.resolve(DEFAULT_CONFIGURATION);
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(
      `${file} is not there: start a cluster with npm run cluster, or name its file in ${CONFIGURATION}.`,
    );
  });
  const given = Configuration.parse(JSON.parse(text));
  const name = `crosscurrent_bench_${randomBytes(4).toString('hex')}`;
  const kafka: KafkaConnection = {
    ...{ brokers: given['kafka-brokers'].split(','), clientId: name, tls: null, sasl: null },
    topicPrefix: `${name}.`,
  };
  const partitions = given['kafka-partitions'];
  const topics = topicsOf(kafka, webStream.name, { partitions, replication: 1, retentionMs: HOUR_MS });
  const database = await makeDatabase(given['database-url'], name);
  await ensureTopics(kafka, topics);
  const configuration = path.join(around.folder, `${name}.json`);
  const own = {
    ...given,
    'kafka-topic-prefix': kafka.topicPrefix,
    'database-url': database.url,
    'data-dir': path.join(around.folder, name),
    'lake-dir': path.join(around.folder, `${name}-lake`),
  };
  await writeFile(configuration, JSON.stringify(own), { mode: 0o600 });
  const client = new Client(database.url);
  client.on('error', () => undefined);
  await client.connect();
  return {
    ...{ kafka, partitions, configuration, databaseUrl: database.url },
    flink: {
      url: given['flink-url'],
      gatewayUrl: given['flink-gateway-url'],
      parallelism: given['flink-parallelism'],
    },
    async number(sql) {
      // Before its first commit there are no tables.
      const { rows } = await client
        .query<{ value: string | null }>(`SELECT (${sql})::float8::text AS value`)
        .catch(() => ({ rows: [] }));
      return Number(rows[0]?.value ?? 0);
    },
    async close() {
      await client.end().catch(() => undefined);
      await deleteTopics(
        kafka,
        topics.map((topic) => topic.name),
      ).catch(() => undefined);
      await database.drop();
    },
  };
}
