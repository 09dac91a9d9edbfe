import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { enrichmentGroup, runEnrichment } from '../../src/jobs/enrichment/run.ts';
import type { KafkaConnection } from '../../src/log/kafka/connection.ts';
import { deleteGroups } from '../../src/log/kafka/group-offsets.ts';
import { openPartition } from '../../src/log/kafka/partition-reader.ts';
import { createKafkaProducer } from '../../src/log/kafka/producer.ts';
import { deleteTopics, endOffsets, ensureTopics, topicName, topicsOf } from '../../src/log/kafka/topics.ts';
import type { Stream } from '../../src/stream/define.ts';
import { examineLine } from '../../src/stream/examine.ts';
import { catalogue } from '../../src/streams/catalogue.ts';
import { type EnrichmentProcess, startEnrichmentProcess } from './kit/enrichment-process.ts';
import { cluster, describeOnCluster, freshName, kill, restart } from './support.ts';

const PARTITIONS = 3;

/** Web events of some days ago, so that none is of the future while the test runs. */
const START = Date.now() - 3 * 24 * 60 * 60 * 1000;

const stream: Stream = ((): Stream => {
  const found = catalogue.find(({ name }) => name === 'web-behaviour');
  if (found === undefined) throw new Error('there is no stream web-behaviour');
  return found;
})();

interface Sent {
  /** Offset -> id of each message that is accepted. */
  readonly accepted: Map<string, string>;
  /** Offset -> reason of each that is not. */
  readonly rejected: Map<string, string>;
}

interface Read {
  readonly offset: string;
  readonly key: string;
  readonly reason: string | undefined;
  readonly id: unknown;
}

let folder = '';
let connection: KafkaConnection;
let sent: Sent[] = [];
const children = new Set<EnrichmentProcess>();

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'enrichment-worker-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const topics = () =>
  topicsOf(connection, stream.name, { partitions: PARTITIONS, replication: 1, retentionMs: 3_600_000 });

beforeEach(async () => {
  connection = {
    ...{ brokers: [cluster().kafka], clientId: 'enrichment-test', tls: null, sasl: null },
    topicPrefix: `${freshName('enrich')}-`,
  };
  sent = Array.from({ length: PARTITIONS }, () => ({ accepted: new Map(), rejected: new Map() }));
  await ensureTopics(connection, topics());
});

afterEach(async () => {
  for (const child of children) await child.kill();
  children.clear();
  await deleteTopics(
    connection,
    topics().map(({ name }) => name),
  );
});

const simulator = stream.simulator({ seed: 11, rate: 5, start: START });

/** Sends simulated lines to all partitions, each with poison in its middle and its last lines once more. */
async function produce(lines: number): Promise<void> {
  const producer = await createKafkaProducer(connection, { compression: 'lz4' });
  const topic = topicName(connection, stream.name, 'raw');
  for (let partition = 0; partition < PARTITIONS; partition += 1) {
    const own = Array.from({ length: lines / PARTITIONS }, () => Buffer.from(simulator.next().value.line));
    own.splice(own.length / 2, 0, ...POISON.map(({ raw }) => raw));
    own.push(...own.slice(-100));
    const headers = { source: 'test' };
    const messages = own.map((value) => ({ topic, partition, value, key: Buffer.from('k'), headers }));
    const places = await producer.send(messages);
    if (places === undefined) throw new Error('the producer tells no places');
    for (const [at, value] of own.entries()) note(partition, String(places[at]?.offset), value);
  }
  await producer.close();
}

const POISON = [
  { raw: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), reason: 'not_utf8' },
  { raw: Buffer.from('{"id":\n'), reason: 'not_json' },
  { raw: Buffer.from(''), reason: 'not_json' },
  { raw: Buffer.from('[1,2]'), reason: 'not_an_object' },
  { raw: Buffer.from(`{"a":${'['.repeat(5000)}`), reason: 'not_json' },
];

function note(partition: number, offset: string, value: Buffer): void {
  const own = sent[partition];
  if (own === undefined) throw new Error(`there is no partition ${partition}`);
  const poison = POISON.find(({ raw }) => raw === value);
  const examined = poison === undefined ? examineLine(stream, value.toString(), Date.now()) : null;
  if (examined?.accepted === true) own.accepted.set(offset, String(examined.values[stream.id]));
  else own.rejected.set(offset, examined?.reason ?? poison?.reason ?? '');
}

/** All messages of a partition, with what they were made from. */
async function read(kind: 'enriched' | 'rejected', partition: number): Promise<Read[]> {
  const reader = await openPartition(connection, {
    topic: topicName(connection, stream.name, kind),
    partition,
    from: 0n,
  });
  const found: Read[] = [];
  for (;;) {
    const part = await reader.read({ maxBytes: 4_000_000, maxWaitMs: 1000 });
    if (part === null) break;
    for (const { key, value, headers } of part.records) {
      found.push({
        offset: headers.get('raw-offset') ?? '',
        key: key?.toString() ?? '',
        reason: headers.get('reason'),
        id: kind === 'enriched' ? (JSON.parse(value?.toString() ?? '') as { id: unknown }).id : undefined,
      });
    }
  }
  await reader.close();
  return found;
}

/** Checks that everything is there; copies come, if at all, behind what they are copies of and in the same order. */
async function expectAll({ copies }: { copies: boolean }): Promise<void> {
  for (const [partition, { accepted, rejected }] of sent.entries()) {
    const enriched = await read('enriched', partition);
    const firsts = new Map(enriched.toReversed().map((one) => [one.offset, one.key]));
    const inOrder = [...new Set(enriched.map(({ offset }) => offset))];
    expect(inOrder, `order in partition ${partition}`).toEqual([...accepted.keys()]);
    expect(firsts.size).toBe(accepted.size);
    expect(enriched.every(({ offset, key, id }) => accepted.get(offset) === key && id === key)).toBe(true);
    const refused = await read('rejected', partition);
    expect(new Map(refused.map(({ offset, reason }) => [offset, reason]))).toEqual(rejected);
    if (copies) continue;
    expect(enriched.length).toBe(accepted.size);
    expect(refused.length).toBe(rejected.size);
  }
}

async function written(): Promise<number> {
  const kinds = ['enriched', 'rejected'] as const;
  const ends = await Promise.all(
    kinds.map((kind) => endOffsets(connection, topicName(connection, stream.name, kind))),
  );
  return ends.reduce((all, end) => all + [...end.values()].reduce((sum, at) => sum + Number(at), 0), 0);
}

const expected = (): number => sent.reduce((all, one) => all + one.accepted.size + one.rejected.size, 0);

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const began = performance.now(); !(await isSo()); ) {
    if (performance.now() - began > 120_000) throw new Error(`${what} has not happened in two minutes`);
    await sleep(100);
  }
}

const allWritten = (): Promise<void> =>
  until('everything written', async () => (await written()) >= expected());

/** A worker in this process. */
function work(name: string) {
  return runEnrichment({
    connection,
    catalogue: [stream],
    catalogueModule: {
      url: new URL('../../src/streams/catalogue.ts', import.meta.url).href,
      settings: {},
    },
    scratchDir: path.join(folder, name),
    ...{ threads: 1, memoryMiB: 512, compression: 'lz4', sessionTimeoutMs: 6000 },
    onError: () => undefined,
  });
}

/** A worker in a process of its own. */
async function spawnWorker(name: string): Promise<EnrichmentProcess> {
  const scratchDir = path.join(folder, name);
  const child = await startEnrichmentProcess({ connection, scratchDir, streams: [stream.name] });
  children.add(child);
  return child;
}

describeOnCluster('an enrichment worker', () => {
  it('[D6] writes each message to the same partition of the enriched or the rejected topic, once, in order', async () => {
    await produce(9000);
    const worker = await work('alone');
    await allWritten();
    await worker.close();
    await expectAll({ copies: false });
  });

  it('[D4] goes on where it stopped, also when the group forgot how far it was', async () => {
    await produce(3000);
    const first = await work('first');
    await allWritten();
    await first.close();
    await produce(3000);
    const second = await work('second');
    await allWritten();
    await second.close();
    await deleteGroups(connection, [enrichmentGroup(connection)]);
    await produce(300);
    const third = await work('third');
    await allWritten();
    await third.close();
    await expectAll({ copies: false });
  });

  it('[D2] loses nothing and changes no order when it is killed again and again', async () => {
    await produce(60_000);
    let before = 0;
    for (let round = 0; round < 3; round += 1) {
      const child = await spawnWorker(`killed-${round}`);
      await until('progress', async () => (await written()) > before + 4000);
      await child.kill();
      before = await written();
    }
    expect(before, 'killed before the end').toBeLessThan(expected());
    const last = await spawnWorker('last');
    await allWritten();
    await last.kill();
    await expectAll({ copies: true });
  });

  it('[D5] shares partitions with another that comes and is killed', async () => {
    await produce(30_000);
    const lasting = await work('lasting');
    const other = await spawnWorker('other');
    await until('progress', async () => (await written()) > 6000);
    await other.kill();
    await produce(3000);
    await allWritten();
    await lasting.close();
    await expectAll({ copies: true });
  });

  it('[D2] goes on after the broker was killed and started again', async () => {
    await produce(30_000);
    const worker = await work('broker');
    await until('progress', async () => (await written()) > 3000);
    await kill('kafka');
    await sleep(1000);
    await restart('kafka');
    await until('everything written', async () => (await written().catch(() => 0)) >= expected());
    await worker.close();
    await expectAll({ copies: true });
  });
});
