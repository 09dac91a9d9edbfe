// Several workers on the partitions of two streams, with faults in mid-run: the rows of one engine that is alone.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../src/event/clock.ts';
import type { KafkaConnection } from '../../src/log/kafka/connection.ts';
import { createKafkaProducer, type KafkaProducer } from '../../src/log/kafka/producer.ts';
import { deleteTopics, ensureTopics, topicName, topicsOf } from '../../src/log/kafka/topics.ts';
import { catalogue } from '../../src/streams/catalogue.ts';
import { openWarehouse } from '../../src/warehouse/open.ts';
import { killAll } from '../integrity/kit/command.ts';
import { type EngineHall, openHall } from '../integrity/kit/engine.ts';
import { connectReader, type WarehouseReader } from '../integrity/kit/warehouse.ts';
import { alone, type Message, messagesOf, PARTITIONS, STREAMS, tablesOf } from './kit/shared-work.ts';
import { startWorker, type WorkerProcess } from './kit/workers.ts';
import { cluster, describeOnCluster, freshDatabase, freshName, kill, restart } from './support.ts';

/** A group gives the partitions of a member away that is silent for so long, in milliseconds. */
const SESSION_MS = 10_000;

let connection: KafkaConnection;
let producer: KafkaProducer;
let hall: EngineHall;
beforeAll(async () => {
  hall = await openHall();
}, 120_000);
afterEach(killAll);
afterAll(async () => {
  await hall?.close();
}, 60_000);

async function send(
  sent: Map<string, Message[]>,
  stream: string,
  messages: readonly Message[],
): Promise<void> {
  const topic = topicName(connection, stream, 'raw');
  for (let at = 0; at < messages.length; at += 500) {
    const part = messages.slice(at, at + 500);
    await producer.send(part.map((one) => ({ topic, ...one })));
    sent.set(stream, [...(sent.get(stream) ?? []), ...part]);
  }
}

/** Ids of page views that are in the lake more than once. */
async function copiesInLake(reader: WarehouseReader, lakeDir: string): Promise<readonly unknown[]> {
  const rows = await reader.rows("SELECT path FROM crosscurrent.lake_file WHERE stream = 'web-behaviour'");
  const files = rows.map((row) => `'${path.join(lakeDir, row['path'] ?? '')}'`);
  const database = await DuckDBInstance.create(':memory:');
  const duckdb = await database.connect();
  const id = catalogue.find(({ name }) => name === 'web-behaviour')?.id ?? '';
  const found = await duckdb.runAndReadAll(
    `SELECT "${id}" FROM read_parquet([${files.join(', ')}], hive_partitioning = false) GROUP BY 1 HAVING count(*) > 1`,
  );
  duckdb.closeSync();
  database.closeSync();
  return found.getRows();
}

describeOnCluster('several workers', () => {
  let database: { url: string; drop: () => Promise<void> };
  let reader: WarehouseReader;
  let folder = '';
  let env: Record<string, string> = {};
  const workers: WorkerProcess[] = [];

  beforeEach(async () => {
    workers.splice(0);
    database = await freshDatabase();
    folder = await mkdtemp(path.join(tmpdir(), 'crosscurrent-workers-'));
    const prefix = `${freshName('workers')}.`;
    connection = { brokers: [cluster().kafka], clientId: 'test', topicPrefix: prefix, tls: null, sasl: null };
    const size = { partitions: PARTITIONS, replication: 1, retentionMs: 3_600_000 };
    await ensureTopics(
      connection,
      STREAMS.flatMap((stream) => topicsOf(connection, stream, size)),
    );
    producer = await createKafkaProducer(connection, { compression: 'lz4' });
    env = {
      DATABASE_URL: database.url,
      CROSSCURRENT_KAFKA_BROKERS: cluster().kafka,
      CROSSCURRENT_KAFKA_TOPIC_PREFIX: prefix,
      CROSSCURRENT_KAFKA_PARTITIONS: String(PARTITIONS),
      CROSSCURRENT_LAKE_DIR: path.join(folder, 'lake'),
      CROSSCURRENT_DATA_DIR: path.join(folder, 'data'),
    };
    reader = await connectReader({ connectionString: database.url });
  });
  afterEach(async () => {
    await killAll();
    await producer?.close();
    await reader?.close();
    await deleteTopics(
      connection,
      STREAMS.flatMap((stream) => [topicName(connection, stream, 'raw')]),
    );
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const start = async (): Promise<WorkerProcess> => {
    const worker = await startWorker(['--streams', STREAMS.join(',')], env);
    workers.push(worker);
    return worker;
  };
  /** Resolves when everything that was sent is in the warehouse. */
  const drained = async (sent: ReadonlyMap<string, readonly Message[]>): Promise<void> => {
    for (const began = Date.now(); ; ) {
      const rows = await reader.rows(
        'SELECT stream, sum(next_offset) AS done FROM crosscurrent.source_offset GROUP BY 1',
      );
      const done = new Map(rows.map((row) => [row['stream'], Number(row['done'])]));
      const [stale] = await reader.rows('SELECT count(*) AS windows FROM crosscurrent.stale_window');
      const isDone = [...sent].every(([stream, messages]) => done.get(stream) === messages.length);
      if (isDone && Number(stale?.['windows']) === 0) return;
      if (Date.now() - began > 120_000) {
        throw new Error(
          `not drained: ${JSON.stringify([...done])}; ${workers.map((one) => one.troubles()).join('\n')}`,
        );
      }
      await sleep(200);
    }
  };
  const countOf = async (stream: string): Promise<number> => {
    const rows = await reader.rows(
      'SELECT sum(next_offset) AS done FROM crosscurrent.source_offset WHERE stream = $1',
      [stream],
    );
    return Number(rows[0]?.['done'] ?? 0);
  };
  const advanced = async (stream: string, by: number): Promise<void> => {
    const from = await countOf(stream);
    while ((await countOf(stream)) < from + by) await sleep(50);
  };

  it('[D1] [D2] [D3] [D5] have the rows of one that is alone, whatever becomes of them', async () => {
    const sent = new Map<string, Message[]>();
    const web = messagesOf('web-behaviour', 24_000, 1);
    const posts = messagesOf('posts', 16_000, 2);
    const part = (all: readonly Message[], index: number): readonly Message[] =>
      all.slice((all.length * index) / 4, (all.length * (index + 1)) / 4);
    const sendPart = async (index: number): Promise<void> => {
      await Promise.all([
        send(sent, 'web-behaviour', part(web, index)),
        send(sent, 'posts', part(posts, index)),
      ]);
    };
    const [a, b] = [await start(), await start()];

    // One is killed in mid-run, and another one comes.
    const first = sendPart(0);
    await advanced('web-behaviour', 500);
    await a.kill();
    const c = await start();
    await first;
    const second = sendPart(1);
    await advanced('posts', 200);

    // One is stopped the orderly way.
    expect((await b.stop()).exit).toBe(0);
    await second;
    const d = await start();
    await sendPart(2);

    // One is silent past its session, is replaced, and wakes up.
    const third = sendPart(3);
    const wake = c.freeze();
    await sleep(SESSION_MS * 1.5);
    await third;
    await drained(sent);
    wake();
    await sleep(3_000);
    await drained(sent);
    expect((await d.stop()).exit).toBe(0);
    await c.says(({ event }) => event === 'progress', 'it goes on');
    expect((await c.stop()).exit).toBe(0);

    const expected = await alone(hall, 'workers', sent);
    const found = await tablesOf(reader);
    expect(Object.keys(found)).toEqual(Object.keys(expected));
    for (const [table, rows] of Object.entries(expected)) expect(found[table], table).toEqual(rows);

    expect(await copiesInLake(reader, path.join(folder, 'lake'))).toEqual([]);
    const warehouse = await openWarehouse({ connection: database.url, catalogue, clock: systemClock });
    const audit = await warehouse.audit();
    await warehouse.close();
    expect(audit.balanced).toBe(true);
    for (const stream of STREAMS) {
      const account = audit.streams.find((one) => one.stream === stream);
      expect(account?.received).toBe(sent.get(stream)?.length);
      expect(account?.deadLetters).toBe(account?.rejected.total);
    }
  }, 300_000);

  it('[D2] [D5] go on when the broker and PostgreSQL are killed under them', async () => {
    const sent = new Map<string, Message[]>();
    const web = messagesOf('web-behaviour', 12_000, 5);
    const [a, b] = [await start(), await start()];
    await send(sent, 'web-behaviour', web.slice(0, 4_000));
    await advanced('web-behaviour', 500);
    await kill('kafka');
    await sleep(1_000);
    await restart('kafka');
    await send(sent, 'web-behaviour', web.slice(4_000, 8_000));
    await advanced('web-behaviour', 500);
    await reader.close();
    await kill('postgresql');
    await sleep(1_000);
    await restart('postgresql');
    reader = await connectReader({ connectionString: database.url });
    await send(sent, 'web-behaviour', web.slice(8_000));
    await drained(sent);
    expect((await a.stop()).exit).toBe(0);
    expect((await b.stop()).exit).toBe(0);
    const expected = await alone(hall, 'killed', sent);
    const found = await tablesOf(reader);
    for (const [table, rows] of Object.entries(expected)) expect(found[table], table).toEqual(rows);
  }, 300_000);
});
