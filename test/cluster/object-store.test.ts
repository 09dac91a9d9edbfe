// The lake in a real S3-compatible store: what every lake promises, and what becomes of faults.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { checkLake, openLake } from '../../src/composition/lake.ts';
import { CrosscurrentError } from '../../src/event/errors.ts';
import { loadConfiguration } from '../../src/jobs/configuration/load.ts';
import type { SettingValues } from '../../src/jobs/configuration/settings.ts';
import type { Lake } from '../../src/lake/contract.ts';
import { s3Objects } from '../../src/lake/store/s3.ts';
import { lakeContract } from '../../src/lake/testing/lake-contract.ts';
import { type EngineBench, type EngineHall, openHall, submit } from '../integrity/kit/engine.ts';
import { take, webTraffic } from '../integrity/kit/traffic.ts';
import { type ObjectStore, startObjectStore } from './kit/object-store.ts';
import { tablesOf } from './kit/shared-work.ts';
import { describeOnCluster } from './support.ts';

const NOW = Date.UTC(2026, 5, 1);

let store: ObjectStore;
let root = '';

function settings(more: Readonly<Record<string, string>> = {}): SettingValues {
  const environment = { ...store.env, CROSSCURRENT_LAKE_DIR: `s3://${store.bucket}/checked`, ...more };
  return loadConfiguration({ flags: {}, environment, workingFolder: root, streams: {} }).values;
}

async function open(name: string): Promise<Lake> {
  const values = settings({ CROSSCURRENT_LAKE_DIR: `s3://${store.bucket}/lakes/${name}` });
  return (await openLake(values, path.join(root, 'data'))).lake;
}

describeOnCluster('the lake in an object store', () => {
  let hall: EngineHall;
  beforeAll(async () => {
    store = await startObjectStore();
    root = await mkdtemp(path.join(tmpdir(), 'crosscurrent-store-test-'));
    hall = await openHall();
    vi.stubEnv('AWS_ACCESS_KEY_ID', store.accessKey);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', store.secretKey);
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  }, 120_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await hall?.close();
    await store?.close();
    await rm(root, { recursive: true, force: true });
  });

  lakeContract(open);

  it('lists more files than fit in one answer', async () => {
    const place = { bucket: store.bucket, prefix: '' };
    const access = { place, endpoint: store.endpoint, region: 'auto', pathStyle: true, keysAtOnce: 10 };
    const objects = s3Objects(access);
    const sent = path.join(root, 'sent');
    await writeFile(sent, 'an object');
    const keys = Array.from({ length: 25 }, (_, index) => `many/${index}`);
    for (const key of keys) await objects.put(key, sent);
    await objects.put('many-others', sent);
    expect((await objects.list('many/')).toSorted()).toEqual(keys.toSorted());
  });

  it('is found good or wrong by the doctor, in one line that says what to do', async () => {
    const look = async (more: Readonly<Record<string, string>> = {}): Promise<string> => {
      const [finding] = await checkLake(settings(more));
      return `${finding?.state}: ${finding?.found} ${finding?.remedy ?? ''}`.trim();
    };
    expect(await look()).toBe(`good: s3://${store.bucket}/checked can be listed, written and read.`);
    // It leaves nothing behind.
    expect(await readdir(path.join(store.folder, 'checked')).catch(() => [])).toEqual([]);
    expect(await look({ CROSSCURRENT_LAKE_DIR: 's3://no-such-bucket/x' })).toBe(
      `wrong: There is no bucket no-such-bucket at ${store.endpoint}. Make it, or correct lake-dir.`,
    );
    expect(await look({ AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1' })).toMatch(
      /^wrong: The object store at http:\/\/127\.0\.0\.1:1 cannot be reached.*ECONNREFUSED.*s3-endpoint\.$/,
    );
    expect(await checkLake(settings({ CROSSCURRENT_LAKE_DIR: root }))).toEqual([]);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wrong');
    expect(await look()).toMatch(/^wrong: .* does not take our credentials \(SignatureDoesNotMatch\)/);
    vi.stubEnv('AWS_ACCESS_KEY_ID', '');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', '');
    vi.stubEnv('HOME', root);
    expect(await look()).toMatch(/^wrong: There are no credentials .* Set AWS_ACCESS_KEY_ID/);
    vi.stubEnv('AWS_ACCESS_KEY_ID', store.accessKey);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', store.secretKey);
  });

  it('[D2] [D3] [D7] holds commits up while the store is away, and loses nothing', async () => {
    const lake = await open('away');
    const bench = await hall.open('away', { lake });
    const alone = await hall.open('never-away');
    const traffic = webTraffic(77);
    let from = 0n;
    const slice = async () => {
      const lines = take(traffic, 200).map(({ text }) => text);
      const made = { stream: 'web-behaviour', source: 'collector', from, lines, receivedAt: NOW };
      const [one, other] = [await hall.slice(made), await hall.slice(made)];
      from = one.to;
      await submit(alone, other);
      return one;
    };
    await submit(bench, await slice());
    await store.kill();
    let committed = 0;
    const waiting = [await slice(), await slice(), await slice()].map((one) =>
      submit(bench, one).then(() => {
        committed += 1;
      }),
    );
    await sleep(4_000);
    expect(committed).toBe(0);
    expect(bench.errors.map((error) => error instanceof CrosscurrentError && error.code)).toContain(
      'lake_unavailable',
    );
    await store.restart();
    await Promise.all(waiting);
    await bench.engine.settle('web-behaviour');
    await alone.engine.settle('web-behaviour');
    const books = async ({ warehouse, reader }: EngineBench) => {
      const audit = await warehouse.audit();
      expect(audit.balanced).toBe(true);
      const { stored } = audit.streams.find((one) => one.stream === 'web-behaviour') ?? {};
      return { stored, rows: await tablesOf(reader) };
    };
    expect(await books(bench)).toEqual(await books(alone));
    await bench.close();
    await alone.close();
  });
});
