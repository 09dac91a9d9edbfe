// The whole program with its log in Kafka, and with a topic of others as a source.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, expect, it } from 'vitest';
import { createKafkaProducer } from '../../src/log/kafka/producer.ts';
import { ensureTopics } from '../../src/log/kafka/topics.ts';
import { auditStream, type StreamAccount } from '../integrity/kit/audit.ts';
import { killAll } from '../integrity/kit/command.ts';
import { makeFolder, removeTemplate, type TestFolder } from '../integrity/kit/folder.ts';
import { type RunningProgram, startProgram } from '../integrity/kit/running.ts';
import { startSender, take, webTraffic } from '../integrity/kit/traffic.ts';
import { cluster, describeOnCluster, freshName, kill, restart } from './support.ts';

const STREAM = 'web-behaviour';
const HOUR_MS = 3_600_000;

let folder: TestFolder | undefined;
let program: RunningProgram | undefined;

afterEach(async () => {
  await program?.stop();
  await folder?.remove();
  program = undefined;
  folder = undefined;
}, 60_000);
afterAll(async () => {
  await killAll();
  await removeTemplate();
}, 60_000);

/** Starts with these settings in a configuration file. */
async function start(settings: Readonly<Record<string, string | number>>): Promise<RunningProgram> {
  folder ??= await makeFolder();
  const file = path.join(folder.root, 'crosscurrent.yaml');
  const all = { 'kafka-brokers': cluster().kafka, ...settings };
  await writeFile(
    file,
    Object.entries(all)
      .map(([name, value]) => `${name}: ${value}\n`)
      .join(''),
  );
  program = await startProgram(folder.data, ['--config', file]);
  return program;
}

async function account(): Promise<StreamAccount> {
  return auditStream(folder?.data ?? '', STREAM);
}

/** The accounting once there are so many events in the warehouse. */
async function accountOf(stored: number): Promise<StreamAccount> {
  await expect.poll(async () => (await account()).stored, { timeout: 90_000, interval: 500 }).toBe(stored);
  return account();
}

describeOnCluster('the program with its log in Kafka', () => {
  it('loses and doubles nothing when the broker is killed, and then it itself (D1, D2, D3)', async () => {
    const settings = { log: 'kafka', 'kafka-topic-prefix': `${freshName('p')}.`, 'kafka-partitions': 3 };
    const first = await start(settings);
    const target: { url: string | null; key: string } = { url: first.url, key: first.key };
    const sender = startSender(target, webTraffic(5), { batchLines: 40, pauseMs: 20 });
    await sleep(3000);
    await kill('kafka');
    await sleep(5000);
    await restart('kafka');
    await sleep(5000);
    await first.kill();
    target.url = null;
    const second = await start(settings);
    Object.assign(target, { url: second.url, key: second.key });
    await sleep(2000);
    await sender.finish();

    expect([...sender.answers.keys()]).toEqual(expect.arrayContaining(['202', '503']));
    const events = new Set(sender.acknowledged.map(({ id }) => id)).size;
    const { stored, received, duplicate, rejected, lake, balanced } = await accountOf(events);
    expect({ balanced, rows: lake.rows, rejected: rejected.total }).toEqual({
      balanced: true,
      rows: stored,
      rejected: 0,
    });
    expect(received).toBe(stored + duplicate);
  }, 600_000);
});

describeOnCluster('a topic of others', () => {
  it('is taken in exactly once, also by a program that is killed (D2)', async () => {
    const topic = freshName('others');
    const connection = {
      brokers: [cluster().kafka],
      clientId: 'others',
      topicPrefix: '',
      tls: null,
      sasl: null,
    };
    await ensureTopics(connection, [{ name: topic, partitions: 2, replication: 1, retentionMs: HOUR_MS }]);
    const producer = await createKafkaProducer(connection, { compression: 'gzip' });
    const traffic = webTraffic(11);
    const send = (count: number) =>
      producer.send(
        take(traffic, count).map(({ text }) => ({
          topic,
          // As people write JSON by hand, too.
          value: Buffer.from(JSON.stringify(JSON.parse(text), null, 1)),
        })),
      );
    await send(500);
    await producer.send([{ topic, value: Buffer.from([0xff]) }]);
    const settings = { 'kafka-sources': `${STREAM}=${topic}` };
    const first = await start(settings);
    await accountOf(500);
    await Promise.all([send(400), sleep(300).then(() => first.kill())]);
    await start(settings);
    const { received, stored, rejected, sources } = await accountOf(900);
    expect({ received, stored, rejected: rejected.byReason }).toEqual({
      received: 901,
      stored: 900,
      rejected: { not_utf8: 1 },
    });
    expect(sources.map(({ source }) => source).toSorted()).toEqual([`kafka-${topic}-0`, `kafka-${topic}-1`]);
    await producer.close();
  });
});
