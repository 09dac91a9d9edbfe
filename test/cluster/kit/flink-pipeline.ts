// The whole way to figures on Flink as a user runs it: commands, each a process of its own, on topics and a warehouse of
// one test.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { jobManagerAt } from '../../../src/engine/flink/gateway/job-manager.ts';
import type { KafkaConnection } from '../../../src/log/kafka/connection.ts';
import { createKafkaProducer } from '../../../src/log/kafka/producer.ts';
import { deleteTopics, ensureTopics, topicsOf } from '../../../src/log/kafka/topics.ts';
import { type Ended, killAll, runCommand } from '../../integrity/kit/command.ts';
import { connectReader } from '../../integrity/kit/warehouse.ts';
import { cluster, freshDatabase, freshName } from '../support.ts';
import { startWorker, type WorkerProcess } from './workers.ts';

const SIZE = { partitions: 2, replication: 1, retentionMs: 3_600_000 };

export interface Message {
  readonly key: string;
  readonly value: string;
}

export interface Pipeline {
  /** `crosscurrent ...` with the configuration of this test. */
  readonly call: (...args: string[]) => Promise<Ended>;
  /** The same with `--json`, which must succeed. */
  readonly answer: (...args: string[]) => Promise<Record<string, unknown>>;
  readonly worker: (role: 'enrich' | 'archive' | 'rollup') => Promise<WorkerProcess>;
  /** Writes to the raw topic. */
  readonly send: (messages: readonly Message[]) => Promise<void>;
  /** Rows of a query; `undefined` while the server is away. */
  readonly rows: (sql: string) => Promise<readonly Readonly<Record<string, string | null>>[]>;
  /** Messages that are in the warehouse's books. */
  readonly taken: () => Promise<number>;
  readonly databaseUrl: string;
  readonly kafka: KafkaConnection;
  readonly close: () => Promise<void>;
}

/** @param stream the one that runs */
export async function openPipeline(stream: string): Promise<Pipeline> {
  const folder = await mkdtemp(path.join(tmpdir(), 'crosscurrent-pipeline-'));
  const database = await freshDatabase();
  const { kafka: broker, flinkRest, flinkGateway } = cluster();
  const topicPrefix = `${freshName('pipeline')}.`;
  const kafka = { brokers: [broker], clientId: 'pipeline-test', topicPrefix, tls: null, sasl: null };
  const topics = topicsOf(kafka, stream, SIZE);
  await ensureTopics(kafka, topics);
  const config = path.join(folder, 'settings.json');
  await writeFile(
    config,
    JSON.stringify({
      ...{ log: 'kafka', engine: 'flink', 'data-dir': path.join(folder, 'data') },
      ...{ 'kafka-brokers': broker, 'kafka-topic-prefix': topicPrefix, 'kafka-partitions': SIZE.partitions },
      ...{ 'flink-url': flinkRest, 'flink-gateway-url': flinkGateway, 'database-url': database.url },
    }),
  );
  const call = (...args: string[]): Promise<Ended> => runCommand([...args, '--config', config]);
  const producer = await createKafkaProducer(kafka, { compression: 'lz4' });
  const raw = `${topicPrefix}${stream}.raw`;
  const rows: Pipeline['rows'] = async (sql) => {
    const reader = await connectReader({ connectionString: database.url });
    return reader.rows(sql).finally(() => reader.close());
  };
  return {
    call,
    async answer(...args) {
      const { exit, stdout, stderr } = await call(...args, '--json');
      if (exit !== 0) throw new Error(`${args.join(' ')} ended with ${exit}: ${stderr}`);
      return JSON.parse(stdout);
    },
    worker: (role) =>
      startWorker(['--role', role, '--streams', stream, '--config', config, '--health-port', '0'], {}),
    async send(messages) {
      for (let at = 0; at < messages.length; at += 500) {
        const part = messages.slice(at, at + 500);
        await producer.send(
          part.map(({ key, value }) => ({ topic: raw, key: Buffer.from(key), value: Buffer.from(value) })),
        );
      }
    },
    rows,
    async taken() {
      const found = await rows('SELECT sum(received) AS taken FROM crosscurrent.account').catch(() => []);
      return Number(found[0]?.['taken'] ?? 0);
    },
    databaseUrl: database.url,
    kafka,
    async close() {
      await killAll();
      await producer.close();
      const jobs = jobManagerAt(flinkRest);
      const records = await rows('SELECT job_id FROM crosscurrent.deployment').catch(() => []);
      for (const { job_id: id } of records) {
        if (id != null) await jobs.cancel(id, { withinMs: 30_000 }).catch(() => undefined);
      }
      await deleteTopics(
        kafka,
        topics.map(({ name }) => name),
      );
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Asks again and again, until the answer is as wanted or time is up. @returns the last answer */
export async function eventually<T>(
  ask: () => Promise<T>,
  isWanted: (answer: T) => boolean,
  withinMs = 120_000,
): Promise<T> {
  for (const until = performance.now() + withinMs; ; await pause(300)) {
    const answer = await ask();
    if (isWanted(answer) || performance.now() > until) return answer;
  }
}
