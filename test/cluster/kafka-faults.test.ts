// What a log in Kafka survives: a broker that is killed, one that is not there, messages of others.
import { setTimeout as sleep } from 'node:timers/promises';
import { Producer } from '@platformatic/kafka';
import { expect, it } from 'vitest';
import { type Assignment, joinGroup } from '../../src/log/kafka/group.ts';
import { openKafkaLog } from '../../src/log/kafka/open.ts';
import { openPartition, type PartitionReader } from '../../src/log/kafka/partition-reader.ts';
import { createKafkaProducer } from '../../src/log/kafka/producer.ts';
import { deleteRecordsBefore, endOffsets, ensureTopics } from '../../src/log/kafka/topics.ts';
import { cluster, describeOnCluster, freshName, kill, restart } from './support.ts';

const HOUR_MS = 3_600_000;

function connectionTo(broker: string) {
  return {
    brokers: [broker],
    clientId: 'fault-test',
    topicPrefix: `${freshName('f')}.`,
    tls: null,
    sasl: null,
  };
}

async function freshTopic(partitions: number) {
  const connection = connectionTo(cluster().kafka);
  const topic = `${connection.topicPrefix}events`;
  await ensureTopics(connection, [{ name: topic, partitions, replication: 1, retentionMs: HOUR_MS }]);
  return { connection, topic };
}

/** The values from where the reader stands up to `end`. */
async function valuesUpTo(reader: PartitionReader, end: bigint): Promise<string[]> {
  const values: string[] = [];
  for (let at = -1n; at < end; ) {
    const read = await reader.read({ maxBytes: 100_000, maxWaitMs: 1000 });
    if (read === null) continue;
    values.push(...[...read.records].map(({ value }) => value?.toString() ?? ''));
    at = read.to;
  }
  return values;
}

describeOnCluster('a log in Kafka', () => {
  it('keeps everything acknowledged when the broker is killed, and takes more when it is back (D1, D7)', async () => {
    const options = {
      connection: connectionTo(cluster().kafka),
      streams: ['shop'],
      topics: { partitions: 2, replication: 1, retentionMs: HOUR_MS },
      compression: 'zstd',
      idOf: (_stream: string, line: string) => line,
      patienceMs: 2000,
    } as const;
    const log = await openKafkaLog(options);
    const acknowledged = new Set<string>();
    const unsure = new Set<string>();
    const refused = new Set<string>();
    let next = 0;
    let over = false;
    const send = async (): Promise<void> => {
      while (!over) {
        const lines = Array.from({ length: 20 }, () => `{"id":${next++}}`);
        try {
          await log.append('shop', 'collector', { data: Buffer.from(`${lines.join('\n')}\n`), lines: 20 });
          for (const line of lines) acknowledged.add(line);
        } catch (error) {
          refused.add(String((error as { code?: unknown }).code));
          for (const line of lines) unsure.add(line);
          await sleep(50);
        }
      }
    };
    const senders = Promise.all([send(), send(), send(), send()]);
    await sleep(1500);
    await kill('kafka');
    await sleep(4000);
    const before = acknowledged.size;
    await restart('kafka');
    await expect.poll(() => acknowledged.size, { timeout: 30_000 }).toBeGreaterThan(before + 100);
    over = true;
    await senders;
    expect([...refused]).toEqual(['log_unavailable']);
    await log.close();

    const seen = new Map<string, number>();
    const again = await openKafkaLog(options);
    for (const { stream, source } of again.sources()) {
      for (let at = 0n; ; ) {
        const read = await again.read(stream, source, at, 1_000_000);
        if (read === null) break;
        for (const line of (await read.data()).toString().split('\n').slice(0, -1)) {
          seen.set(line, (seen.get(line) ?? 0) + 1);
        }
        at = read.to;
      }
    }
    await again.close();
    expect([...acknowledged].filter((line) => !seen.has(line))).toEqual([]);
    expect([...seen].filter(([line, times]) => times > 1 && !unsure.has(line))).toEqual([]);
  });

  it('says what is wrong when no broker is there', async () => {
    const opening = openKafkaLog({
      connection: connectionTo('127.0.0.1:9'),
      streams: ['shop'],
      topics: { partitions: 1, replication: 1, retentionMs: HOUR_MS },
      compression: 'none',
      idOf: () => null,
    });
    await expect(opening).rejects.toMatchObject({
      code: 'log_unavailable',
      message: expect.stringContaining('127.0.0.1:9'),
    });
  });

  it('refuses topics with another number of partitions', async () => {
    const { connection, topic } = await freshTopic(2);
    const other = { name: topic, partitions: 3, replication: 1, retentionMs: HOUR_MS };
    await expect(ensureTopics(connection, [other])).rejects.toMatchObject({
      code: 'bad_configuration',
      message: expect.stringContaining('has 2 partitions'),
    });
  });
});

describeOnCluster('a reader of a partition', () => {
  it('goes on behind what retention has removed, and says what is lost', async () => {
    const { connection, topic } = await freshTopic(1);
    const producer = await createKafkaProducer(connection, { compression: 'none' });
    const messages = Array.from({ length: 10 }, (_, i) => ({ topic, value: Buffer.from(`m${i}`) }));
    await producer.send(messages);
    await producer.close();
    await deleteRecordsBefore(connection, topic, new Map([[0, 6n]]));
    const reader = await openPartition(connection, { topic, partition: 0, from: 2n });
    const read = await reader.read({ maxBytes: 1000, maxWaitMs: 5000 });
    expect(read).toMatchObject({ from: 6n, to: 10n, lost: { from: 2n, to: 6n } });
    expect([...(read?.records ?? [])].map(({ value }) => value?.toString())).toEqual([
      'm6',
      'm7',
      'm8',
      'm9',
    ]);
    await reader.close();
  });

  it('fails where the topic ends before the place it is to read', async () => {
    const { connection, topic } = await freshTopic(1);
    const reader = await openPartition(connection, { topic, partition: 0, from: 5n });
    await expect(reader.read({ maxBytes: 1000, maxWaitMs: 5000 })).rejects.toMatchObject({
      code: 'log_unavailable',
    });
    await reader.close();
  });

  it('leaves out what a transaction took back', async () => {
    const { connection, topic } = await freshTopic(1);
    const transactional = new Producer({
      clientId: 'tx',
      bootstrapBrokers: [...connection.brokers],
      idempotent: true,
      transactionalId: freshName('tx'),
      retries: 20,
      retryDelay: 300,
    });
    for (const [value, kept] of [
      ['a', true],
      ['b', false],
      ['c', true],
    ] as const) {
      const transaction = await transactional.beginTransaction();
      await transaction.send({ messages: [{ topic, partition: 0, value: Buffer.from(value) }] });
      await (kept ? transaction.commit() : transaction.abort());
    }
    await transactional.close();
    const end = (await endOffsets(connection, topic)).get(0) ?? 0n;
    expect(end).toBe(6n); // each with its control record
    const reader = await openPartition(connection, { topic, partition: 0, from: 0n });
    expect(await valuesUpTo(reader, end)).toEqual(['a', 'c']);
    await reader.close();
  });

  it('reads on when the broker was killed', async () => {
    const { connection, topic } = await freshTopic(1);
    const told: string[] = [];
    const reader = await openPartition(connection, {
      topic,
      partition: 0,
      from: 0n,
      onTrouble: ({ code }) => told.push(code),
    });
    const producer = await createKafkaProducer(connection, { compression: 'lz4' });
    await producer.send([{ topic, value: Buffer.from('before') }]);
    expect(await valuesUpTo(reader, 1n)).toEqual(['before']);
    await kill('kafka');
    expect(await reader.read({ maxBytes: 1000, maxWaitMs: 500 })).toBeNull();
    const sending = producer.send([{ topic, value: Buffer.from('while it was away') }]);
    await restart('kafka');
    await sending;
    expect(await valuesUpTo(reader, 2n)).toEqual(['while it was away']);
    expect(new Set(told)).toEqual(new Set(['log_unavailable']));
    await producer.close();
    await reader.close();
  });
});

describeOnCluster('a consumer group', () => {
  it('shares partitions among members, also behind a kill of the broker', async () => {
    const { connection, topic } = await freshTopic(4);
    const groupId = freshName('group');
    const join = async () => {
      const held = new Set<number>();
      const log: string[] = [];
      const add = (partitions: readonly Assignment[]) =>
        partitions.map(({ partition }) => partition).join(' ');
      const member = await joinGroup(connection, {
        groupId,
        topics: [topic],
        sessionTimeoutMs: 6000,
        onAssigned: async (partitions) => {
          log.push(`+ ${add(partitions)}`);
          for (const { partition } of partitions) held.add(partition);
        },
        onRevoked: async (partitions) => {
          log.push(`- ${add(partitions)}`);
          for (const { partition } of partitions) held.delete(partition);
        },
        onError: () => undefined,
      });
      return { member, held, log };
    };
    const first = await join();
    expect([...first.held].toSorted()).toEqual([0, 1, 2, 3]);
    const second = await join();
    const shared = () => [first.held.size, second.held.size, new Set([...first.held, ...second.held]).size];
    await expect.poll(shared, { timeout: 30_000 }).toEqual([2, 2, 4]);
    await kill('kafka');
    await sleep(8000);
    await restart('kafka');
    await expect.poll(shared, { timeout: 60_000 }).toEqual([2, 2, 4]);
    const commit = async () => {
      const offsets = [...first.held].map((partition) => ({ topic, partition, offset: 1n }));
      return first.member.commit(offsets).then(
        () => 'stored',
        () => 'not yet',
      );
    };
    await expect.poll(commit, { timeout: 60_000, interval: 500 }).toBe('stored');
    await second.member.leave();
    expect(second.held.size).toBe(0);
    await expect.poll(() => first.held.size, { timeout: 30_000 }).toBe(4);
    await first.member.leave();
    expect(first.held.size).toBe(0);
  });
});
