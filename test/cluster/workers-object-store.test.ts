// Workers whose lake is in an object store, one of them killed in mid-run: the rows of one engine that is alone.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../../src/event/clock.ts';
import type { KafkaConnection } from '../../src/log/kafka/connection.ts';
import { createKafkaProducer } from '../../src/log/kafka/producer.ts';
import { deleteTopics, ensureTopics, topicName, topicsOf } from '../../src/log/kafka/topics.ts';
import { catalogue } from '../../src/streams/catalogue.ts';
import { openWarehouse } from '../../src/warehouse/open.ts';
import { killAll } from '../integrity/kit/command.ts';
import { openHall } from '../integrity/kit/engine.ts';
import { connectReader, type WarehouseReader } from '../integrity/kit/warehouse.ts';
import { startObjectStore } from './kit/object-store.ts';
import { alone, type Message, messagesOf, PARTITIONS, STREAMS, tablesOf } from './kit/shared-work.ts';
import { startWorker, type WorkerProcess } from './kit/workers.ts';
import { cluster, describeOnCluster, freshDatabase, freshName } from './support.ts';

const EVENTS = { 'web-behaviour': 3_000, posts: 2_000 } as const;

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await killAll();
  for (const close of closers.splice(0).reverse()) await close();
}, 60_000);

async function takenOf(reader: WarehouseReader, stream: string): Promise<number> {
  const [row] = await reader.rows(
    'SELECT sum(next_offset) AS done FROM crosscurrent.source_offset WHERE stream = $1',
    [stream],
  );
  return Number(row?.['done'] ?? 0);
}

async function drained(reader: WarehouseReader, sent: ReadonlyMap<string, readonly Message[]>) {
  const isDrained = async (): Promise<boolean> => {
    for (const [stream, messages] of sent) {
      if ((await takenOf(reader, stream)) !== messages.length) return false;
    }
    const [stale] = await reader.rows('SELECT count(*) AS windows FROM crosscurrent.stale_window');
    return Number(stale?.['windows']) === 0;
  };
  while (!(await isDrained())) await sleep(200);
}

describeOnCluster('workers whose lake is in an object store', () => {
  it('[D1] [D2] [D3] [D5] have the rows of one that is alone, though one of them is killed', async () => {
    const [store, hall] = await Promise.all([startObjectStore(), openHall()]);
    closers.push(store.close, () => hall.close());
    const database = await freshDatabase();
    closers.push(database.drop);
    const folder = await mkdtemp(path.join(tmpdir(), 'crosscurrent-workers-'));
    closers.push(() => rm(folder, { recursive: true, force: true }));
    const prefix = `${freshName('far')}.`;
    const connection: KafkaConnection = {
      ...{ brokers: [cluster().kafka], clientId: 'test', topicPrefix: prefix, tls: null, sasl: null },
    };
    const size = { partitions: PARTITIONS, replication: 1, retentionMs: 3_600_000 };
    await ensureTopics(
      connection,
      STREAMS.flatMap((stream) => topicsOf(connection, stream, size)),
    );
    closers.push(() =>
      deleteTopics(
        connection,
        STREAMS.map((stream) => topicName(connection, stream, 'raw')),
      ),
    );
    const producer = await createKafkaProducer(connection, { compression: 'lz4' });
    closers.push(() => producer.close());
    const reader = await connectReader({ connectionString: database.url });
    closers.push(() => reader.close());
    const start = (): Promise<WorkerProcess> =>
      startWorker(['--streams', STREAMS.join(',')], {
        ...store.env,
        DATABASE_URL: database.url,
        CROSSCURRENT_KAFKA_BROKERS: cluster().kafka,
        CROSSCURRENT_KAFKA_TOPIC_PREFIX: prefix,
        CROSSCURRENT_KAFKA_PARTITIONS: String(PARTITIONS),
        CROSSCURRENT_LAKE_DIR: `s3://${store.bucket}/shared/lake`,
        CROSSCURRENT_DATA_DIR: path.join(folder, 'data'),
        // Less than the files of a day: what was read has to be fetched again.
        CROSSCURRENT_LAKE_CACHE: '100KB',
      });
    const sent = new Map<string, readonly Message[]>(
      STREAMS.map((stream, index) => [stream, messagesOf(stream, EVENTS[stream], index + 5)]),
    );
    const sendHalf = async (half: 0 | 1): Promise<void> => {
      for (const [stream, messages] of sent) {
        const topic = topicName(connection, stream, 'raw');
        const middle = messages.length / 2;
        const part = half === 0 ? messages.slice(0, middle) : messages.slice(middle);
        await producer.send(part.map((one) => ({ topic, ...one })));
      }
    };

    const [a, b] = await Promise.all([start(), start()]);
    await sendHalf(0);
    while ((await takenOf(reader, 'web-behaviour')) < 500) await sleep(50);
    await a.kill();
    await sendHalf(1);
    await drained(reader, sent);
    expect((await b.stop()).exit).toBe(0);

    const expected = await alone(hall, 'alone', sent);
    const found = await tablesOf(reader);
    expect(Object.keys(found)).toEqual(Object.keys(expected));
    for (const [table, rows] of Object.entries(expected)) expect(found[table], table).toEqual(rows);

    const warehouse = await openWarehouse({ connection: database.url, catalogue, clock: systemClock });
    closers.push(() => warehouse.close());
    const audit = await warehouse.audit();
    expect(audit.balanced).toBe(true);
    for (const stream of STREAMS) {
      const account = audit.streams.find((one) => one.stream === stream);
      expect(account?.received).toBe(sent.get(stream)?.length);
    }
  }, 300_000);
});
