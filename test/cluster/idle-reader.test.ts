// What a reader of a partition costs when nothing comes, and how soon it has what does.
import { tracingChannel } from 'node:diagnostics_channel';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KafkaConnection } from '../../src/log/kafka/connection.ts';
import { openPartition, type PartitionReader } from '../../src/log/kafka/partition-reader.ts';
import { createKafkaProducer, type KafkaProducer } from '../../src/log/kafka/producer.ts';
import { deleteTopics, ensureTopics } from '../../src/log/kafka/topics.ts';
import { cluster, describeOnCluster, freshName } from './support.ts';

const topic = freshName('idle');
let connection: KafkaConnection;
let producer: KafkaProducer;

/** Reads until something comes, as those do who look in between whether they are to stop. */
async function nextOf(reader: PartitionReader): Promise<readonly string[]> {
  for (;;) {
    const read = await reader.read({ maxBytes: 1000, maxWaitMs: 250 });
    if (read !== null) return [...read.records].map(({ value }) => String(value));
  }
}

const send = (text: string) => producer.send([{ topic, value: Buffer.from(text) }]);

describeOnCluster('a reader of a partition in which nothing comes', () => {
  beforeAll(async () => {
    connection = { brokers: [cluster().kafka], clientId: 'idle', topicPrefix: '', tls: null, sasl: null };
    await ensureTopics(connection, [{ name: topic, partitions: 1, replication: 1, retentionMs: 3_600_000 }]);
    producer = await createKafkaProducer(connection, { compression: 'none' });
  });
  afterAll(async () => {
    await producer?.close();
    await deleteTopics(connection, [topic]);
  });

  it('waits at the broker, and has what comes at once', async () => {
    let requests = 0;
    const count = (): void => {
      requests += 1;
    };
    const channel = tracingChannel('plt:kafka:consumer:fetches');
    channel.start.subscribe(count);
    const reader = await openPartition(connection, { topic, partition: 0, from: 0n });
    await send('first');
    expect(await nextOf(reader)).toEqual(['first']);

    requests = 0;
    const waiting = nextOf(reader);
    await sleep(4000);
    expect(requests).toBeLessThanOrEqual(2);
    await send('second');
    const sentAt = performance.now();
    expect(await waiting).toEqual(['second']);
    expect(performance.now() - sentAt).toBeLessThan(200);
    channel.start.unsubscribe(count);
    await reader.close();
  });

  it('ends at once, and goes elsewhere at once', async () => {
    const reader = await openPartition(connection, { topic, partition: 0, from: 2n });
    expect(await reader.read({ maxBytes: 1000, maxWaitMs: 300 })).toBeNull();
    reader.seek(0n);
    const soughtAt = performance.now();
    expect(await nextOf(reader)).toEqual(['first', 'second']);
    expect(performance.now() - soughtAt).toBeLessThan(1000);

    const waiting = reader.read({ maxBytes: 1000, maxWaitMs: 60_000 });
    await sleep(300);
    const closedAt = performance.now();
    await reader.close();
    expect(await waiting).toBeNull();
    expect(performance.now() - closedAt).toBeLessThan(500);
  });
});
