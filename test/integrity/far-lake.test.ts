// A lake in a store, with a cache that holds less than it: the same rows, the same books.
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CrosscurrentError } from '../../src/event/errors.ts';
import type { Lake } from '../../src/lake/contract.ts';
import { type EngineBench, type EngineHall, openHall } from './kit/engine.ts';
import { farLake } from './kit/far-lake.ts';
import { readLakeIds } from './kit/lake.ts';
import { factsOf, sendWeb, webTables } from './kit/rows-of-run.ts';
import { take, webTraffic } from './kit/traffic.ts';

let hall: EngineHall;
let bench: EngineBench | undefined;

beforeAll(async () => {
  hall = await openHall();
}, 120_000);
afterEach(async () => {
  await bench?.close();
  bench = undefined;
}, 60_000);
afterAll(() => hall?.close(), 60_000);

/** Where the objects of a bench's lake lie. */
const objectsOf = (name: string): string => path.join(hall.root, name, 'lake');

const REBUILD = {
  dryRun: false,
  removeSources: [],
  onProgress: () => undefined,
  signal: new AbortController().signal,
};

describe('a lake in a store', () => {
  it('[D2] [D3] [R2] has the rows of the fold, after a compaction, a rebuild and a start as well', async () => {
    const lines = take(webTraffic(801), 120);
    bench = await hall.open('far', { lake: await farLake(objectsOf('far')) });
    let from = 0n;
    for (let at = 0; at < 100; at += 10) {
      const part = lines.slice(at, at + 10);
      from = (await sendWeb(hall, bench, { source: 'collector', from }, part)).to;
    }
    await bench.engine.compact();
    await bench.engine.rebuild('web-behaviour', REBUILD);
    await bench.close();

    // Another process, which has no copies yet and has to remember what came before.
    const lake = await farLake(objectsOf('far'));
    bench = await hall.open('far', { lake });
    const again = await sendWeb(hall, bench, { source: 'collector', from }, lines.slice(90));
    expect(again).toMatchObject({ stored: 20, duplicate: 10 });
    await bench.engine.settle('web-behaviour');
    const { found, folded } = await webTables(bench, factsOf(lines));
    expect(found).toEqual(folded);
    expect((await bench.warehouse.audit()).balanced).toBe(true);
    const files = (await bench.warehouse.lakeFiles('web-behaviour')).map((file) => file.path);
    expect((await lake.list('web-behaviour')).toSorted()).toEqual(files.toSorted());
    const ids = factsOf(lines).map((fact) => fact.id);
    expect(await readLakeIds(objectsOf('far'), files)).toEqual(ids.toSorted());
  }, 120_000);

  it('[D2] [D7] that is away for a while holds commits up, and is told of once', async () => {
    const lake = await farLake(objectsOf('away'));
    let failing = 4;
    const away: Lake = {
      ...lake,
      publish(file) {
        if (failing === 0) return lake.publish(file);
        failing -= 1;
        return Promise.reject(new CrosscurrentError('lake_unavailable', 'The store is away.', 'Wait.'));
      },
    };
    bench = await hall.open('away', { lake: away });
    const lines = take(webTraffic(802), 20);
    expect(await sendWeb(hall, bench, { source: 'collector' }, lines)).toMatchObject({ stored: 20 });
    expect(bench.errors).toEqual([expect.objectContaining({ code: 'lake_unavailable' })]);
    expect((await bench.warehouse.audit()).balanced).toBe(true);
  }, 60_000);
});
