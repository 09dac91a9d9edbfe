// A commit that worked and whose answer was lost is not made twice, and nothing it refers to is taken away.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { WebFact } from './fold/web-facts.ts';
import { type EngineBench, type EngineHall, openHall } from './kit/engine.ts';
import { readLakeIds } from './kit/lake.ts';
import { startProxy, type TcpProxy } from './kit/proxy.ts';
import { factsOf, sendWeb, webTables } from './kit/rows-of-run.ts';
import { take, webTraffic } from './kit/traffic.ts';

let hall: EngineHall;
let proxy: TcpProxy;
let bench: EngineBench | undefined;

beforeAll(async () => {
  hall = await openHall();
  proxy = await startProxy(hall.postgres.connection.port);
}, 120_000);

afterEach(async () => {
  await bench?.close();
  bench = undefined;
}, 60_000);

afterAll(async () => {
  await proxy?.close();
  await hall?.close();
}, 60_000);

async function expectRows(open: EngineBench, facts: readonly WebFact[]): Promise<void> {
  await open.engine.settle('web-behaviour');
  const { found, folded } = await webTables(open, facts);
  expect(found).toEqual(folded);
  expect((await open.warehouse.audit()).balanced).toBe(true);
  const files = await open.warehouse.lakeFiles('web-behaviour');
  expect(
    await readLakeIds(
      open.lakeDir,
      files.map((file) => file.path),
    ),
  ).toEqual(facts.map((fact) => fact.id).sort());
}

describe('when answers to commits are lost', () => {
  it('[D2] [D3] slices, recomputed windows and the star schema are stored once', async () => {
    bench = await hall.open('slices', { port: proxy.port });
    const lines = take(webTraffic(701), 200);
    let from = 0n;
    for (let at = 0; at < lines.length; at += 20) {
      proxy.loseCommits(at % 40 === 0 ? 1 : 2);
      from = (await sendWeb(hall, bench, { source: 'collector', from }, lines.slice(at, at + 20))).to;
      await bench.engine.settle('web-behaviour');
      expect(proxy.toLose).toBe(0);
    }
    await expectRows(bench, factsOf(lines));
  }, 120_000);

  it('[D2] [D3] joined lake files stay', async () => {
    bench = await hall.open('compaction', { port: proxy.port });
    const lines = take(webTraffic(702), 100);
    let from = 0n;
    for (let at = 0; at < lines.length; at += 10) {
      from = (await sendWeb(hall, bench, { source: 'collector', from }, lines.slice(at, at + 10))).to;
    }
    const before = (await bench.warehouse.lakeFiles('web-behaviour')).length;
    await bench.engine.settle('web-behaviour');
    proxy.loseCommits(1);
    await bench.engine.compact();
    expect(proxy.toLose).toBe(0);
    expect((await bench.warehouse.lakeFiles('web-behaviour')).length).toBeLessThan(before);
    await expectRows(bench, factsOf(lines));
  }, 120_000);

  it('[D2] [D3] [R2] a rebuild is put in place once, with its lake files', async () => {
    bench = await hall.open('swap', { port: proxy.port });
    const lines = take(webTraffic(703), 120);
    await sendWeb(hall, bench, { source: 'collector' }, lines.slice(0, 100));
    await sendWeb(hall, bench, { source: 'simulator' }, lines.slice(100));
    await bench.engine.settle('web-behaviour');
    const open = bench;
    // The answer to each commit of a rebuild once, until there are no more.
    for (let commit = 0; proxy.toLose === 0; commit += 1) {
      expect(commit).toBeLessThan(60);
      proxy.loseCommits(1, commit);
      const outcome = await open.engine.rebuild('web-behaviour', {
        dryRun: false,
        removeSources: commit === 0 ? ['simulator'] : [],
        onProgress: () => undefined,
        signal: new AbortController().signal,
      });
      expect(outcome.removed).toBe(commit === 0 ? 20 : 0);
      await expectRows(open, factsOf(lines.slice(0, 100)));
    }
    proxy.loseCommits(0);
  }, 120_000);
});
