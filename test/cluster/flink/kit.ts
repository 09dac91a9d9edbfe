// What the tests of jobs on Flink share: a warehouse, topics and a deployment context of their own.
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { jobManagerAt } from '../../../src/engine/flink/gateway/job-manager.ts';
import { jdbcOf } from '../../../src/engine/flink/options.ts';
import { systemClock } from '../../../src/event/clock.ts';
import type { DeploymentContext } from '../../../src/jobs/deployments/context.ts';
import type { DeployOutcome } from '../../../src/jobs/deployments/deploy.ts';
import { deploymentJobs } from '../../../src/jobs/deployments/jobs.ts';
import type { StreamStatus } from '../../../src/jobs/deployments/status.ts';
import type { UndeployOutcome } from '../../../src/jobs/deployments/undeploy.ts';
import type { KafkaConnection } from '../../../src/log/kafka/connection.ts';
import { createKafkaProducer, type KafkaProducer } from '../../../src/log/kafka/producer.ts';
import { deleteTopics, topicName, topicsOf } from '../../../src/log/kafka/topics.ts';
import type { Stream } from '../../../src/stream/define.ts';
import type { Warehouse } from '../../../src/warehouse/contract.ts';
import { openDeploymentBooks } from '../../../src/warehouse/deployments.ts';
import { openWarehouse } from '../../../src/warehouse/open.ts';
import { cluster, freshDatabase, freshName } from '../support.ts';
import { type Rows, rowsOf, type Visit, visits } from './visits.ts';

/** Milliseconds until rows must be exact. */
const EXACT_MS = 90_000;

const PARTITIONS = 4;

export interface Kit {
  readonly context: DeploymentContext;
  readonly topic: string;
  readonly deploy: (args?: Readonly<Record<string, unknown>>, stream?: Stream) => Promise<DeployOutcome>;
  readonly undeploy: (args?: Readonly<Record<string, unknown>>) => Promise<UndeployOutcome>;
  readonly status: () => Promise<StreamStatus>;
  /** Runs a job with a signal and progress of one's own. */
  readonly run: (
    name: string,
    args: unknown,
    onProgress: (progress: unknown) => void,
    signal: AbortSignal,
  ) => Promise<unknown>;
  /** As an enrichment worker writes them. */
  readonly send: (events: readonly { readonly id: string }[]) => Promise<void>;
  readonly sendRaw: (values: readonly string[]) => Promise<void>;
  /** Waits until the warehouse holds exactly the rows of these events; what it holds when time is up. */
  readonly settled: (events: readonly Visit[]) => Promise<Rows>;
  readonly sql: <T>(statement: string) => Promise<T[]>;
  readonly close: () => Promise<void>;
}

const never = new AbortController().signal;

/** @param stream the one that is deployed */
export async function openKit(stream: Stream = visits): Promise<Kit> {
  const database = await freshDatabase();
  const kafka: KafkaConnection = {
    brokers: [cluster().kafka],
    clientId: 'crosscurrent-test',
    topicPrefix: `${freshName('kit')}.`,
    tls: null,
    sasl: null,
  };
  const parts: Parts = { url: database.url, kafka };
  const warehouse = await openWarehouse({
    connection: database.url,
    catalogue: [stream],
    clock: systemClock,
  });
  let producer: Promise<KafkaProducer> | undefined;
  const topic = topicName(kafka, stream.name, 'enriched');
  const context = contextOf(parts, warehouse, stream);
  const run: Kit['run'] = (name, args, onProgress, signal) => {
    const job = deploymentJobs(() => context)[name];
    if (job === undefined) throw new Error(`there is no job ${name}`);
    return job(args, onProgress, signal);
  };
  const sendRaw = async (values: readonly { key: string; value: string }[]): Promise<void> => {
    producer ??= createKafkaProducer(kafka, { compression: 'none' });
    await (await producer).send(
      values.map(({ key, value }) => ({ topic, key: Buffer.from(key), value: Buffer.from(value) })),
    );
  };
  return {
    context,
    topic,
    run,
    async deploy(args = {}, declared = stream) {
      const jobs = deploymentJobs(() => contextOf(parts, warehouse, declared));
      const outcome = await jobs['deploy']?.(args, () => undefined, never);
      return first<DeployOutcome>(outcome);
    },
    undeploy: async (args = {}) => first(await run('undeploy', args, () => undefined, never)),
    status: async () => first(await run('status', {}, () => undefined, never)),
    send: (events) => sendRaw(events.map((event) => ({ key: event.id, value: JSON.stringify(event) }))),
    sendRaw: (values) => sendRaw(values.map((value, index) => ({ key: String(index), value }))),
    async settled(events) {
      const expected = rowsOf(events);
      const until = Date.now() + EXACT_MS;
      for (;;) {
        const found = await rowsIn(database.url).catch(() => undefined);
        if (JSON.stringify(found) === JSON.stringify(expected) || Date.now() > until) return found ?? {};
        await pause(500);
      }
    },
    sql: (statement) => query(database.url, statement),
    async close() {
      const jobs = context.jobManager(context.flinkUrl);
      for (const { jobId } of await context.books.list()) {
        if (jobId !== null) await jobs.cancel(jobId, { withinMs: 30_000 }).catch(() => undefined);
      }
      await (await producer)?.close();
      await warehouse.close();
      await database.drop();
      const topics = topicsOf(kafka, stream.name, context.topicSize);
      await deleteTopics(
        kafka,
        topics.map(({ name }) => name),
      );
    },
  };
}

interface Parts {
  readonly url: string;
  readonly kafka: KafkaConnection;
}

function contextOf({ url, kafka }: Parts, warehouse: Warehouse, stream: Stream): DeploymentContext {
  const { flinkRest, flinkGateway, kafka: brokers } = cluster();
  const jdbc = jdbcOf(url);
  return {
    catalogue: [stream],
    query: warehouse.query,
    books: openDeploymentBooks(warehouse.query),
    clock: systemClock,
    newJobId: () => randomBytes(16).toString('hex'),
    flinkUrl: flinkRest,
    gatewayUrl: flinkGateway,
    jobManager: jobManagerAt,
    kafka,
    topicSize: { partitions: PARTITIONS, replication: 1, retentionMs: 3_600_000 },
    options: {
      bootstrapServers: brokers,
      topicPrefix: kafka.topicPrefix,
      jdbcUrl: jdbc.url,
      jdbcUser: jdbc.user ?? '',
      jdbcPassword: decodeURIComponent(new URL(url).password),
      parallelism: 2,
      dedupMinutes: 60,
    },
  };
}

function first<T>(outcome: unknown): T {
  const { streams } = outcome as { streams: T[] };
  const [only] = streams;
  if (only === undefined) throw new Error('no stream was told of');
  return only;
}

async function query<T>(url: string, statement: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function rowsIn(url: string): Promise<Rows> {
  const hour = `to_char(window_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"')`;
  const read = async (table: string, key: string, value: string): Promise<Record<string, string>> => {
    const rows = await query<{ key: string; value: string }>(
      url,
      `SELECT ${key} AS key, ${value} AS value FROM visits.${table}`,
    );
    return Object.fromEntries(
      rows.map((row) => [row.key, row.value] as const).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
  };
  return {
    page_hours: await read('page_hours', `${hour} || ' ' || page`, `visits || ' ' || seconds`),
    page_hours_distinct: await read('page_hours_distinct', `${hour} || ' ' || page`, 'people::text'),
    visit_days: await read('visit_days', hour, 'visits::text'),
  };
}
