// Input that comes again, commits that fail, clocks that go back: the engine over a real PostgreSQL.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDuckdbEngine } from '../../src/engine/duckdb/engine.ts';
import { fixedClock } from '../../src/event/clock.ts';
import { CrosscurrentError } from '../../src/event/errors.ts';
import { replayDeadLetters } from '../../src/jobs/dead-letters.ts';
import { oneAtATime } from '../../src/jobs/one-at-a-time.ts';
import { folderLake } from '../../src/lake/folder.ts';
import { scratchFiles } from '../../src/log/scratch.ts';
import { catalogue } from '../../src/streams/catalogue.ts';
import type { Line } from './fold/lines.ts';
import type { WebFact } from './fold/web-facts.ts';
import { type EngineBench, type EngineHall, openHall, submit } from './kit/engine.ts';
import { factsOf, sendWeb, webTables } from './kit/rows-of-run.ts';
import { TRAFFIC_DAY, take, until, webTraffic } from './kit/traffic.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;
const NOW = TRAFFIC_DAY + 10 * DAY;

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

async function expectRows(open: EngineBench, facts: readonly WebFact[]): Promise<void> {
  await open.engine.settle('web-behaviour');
  const { found, folded } = await webTables(open, facts);
  expect(found).toEqual(folded);
  const audit = await open.warehouse.audit();
  expect(audit.balanced).toBe(true);
  expect(audit.streams.find(({ stream }) => stream === 'web-behaviour')?.lake.rows).toBe(facts.length);
}

function factLines(lines: readonly Line<WebFact>[]): (Line<WebFact> & { readonly fact: WebFact })[] {
  return lines.flatMap((line) => ('fact' in line.outcome ? [{ ...line, fact: line.outcome.fact }] : []));
}

/** Parquet files of a lake, as paths below it. */
async function lakeFilesOnDisk(lakeDir: string): Promise<string[]> {
  const names = await readdir(lakeDir, { recursive: true });
  return names.filter((name) => name.endsWith('.parquet')).sort();
}

/** A horizon that forgets at once what is a minute old. */
const SHORT = { minutes: 1, minIds: 0, maxIds: 1_000_000 };

describe('a file that is read again', () => {
  it('[D4] changes only `duplicate`, also when its ids have left the horizon', async () => {
    const clock = fixedClock(NOW);
    const lines = take(webTraffic(401), 120);
    bench = await hall.open('again', { clock, horizon: SHORT });
    const first = await sendWeb(hall, bench, { source: 'file:a' }, lines);
    expect(first).toMatchObject({ stored: 120, duplicate: 0 });
    await bench.close();

    clock.set(NOW + 2 * DAY);
    bench = await hall.open('again', { clock, horizon: SHORT });
    const endFile = await bench.engine.beginFile('web-behaviour', 'file:a');
    expect(await sendWeb(hall, bench, { source: 'file:a~2' }, lines)).toMatchObject({
      stored: 0,
      duplicate: 120,
    });
    endFile();
    await expectRows(bench, factsOf(lines));
  }, 60_000);

  it('[D4] is remembered with what its second reading added', async () => {
    const clock = fixedClock(NOW);
    const [early, late] = [take(webTraffic(402), 30), take(webTraffic(403), 30)];
    bench = await hall.open('added', { clock, horizon: SHORT });
    await sendWeb(hall, bench, { source: 'file:b' }, early);
    await sendWeb(hall, bench, { source: 'file:b~2' }, late);
    await bench.close();
    clock.set(NOW + 2 * DAY);
    bench = await hall.open('added', { clock, horizon: SHORT });
    const endFile = await bench.engine.beginFile('web-behaviour', 'file:b');
    const again = await sendWeb(hall, bench, { source: 'file:b~3' }, [...early, ...late]);
    endFile();
    expect(again).toMatchObject({ stored: 0, duplicate: 60 });
  }, 60_000);

  it('[D4] stays remembered when something else fails meanwhile', async () => {
    const clock = fixedClock(NOW);
    const lines = take(webTraffic(404), 40);
    bench = await hall.open('meanwhile', { clock, horizon: SHORT });
    await sendWeb(hall, bench, { source: 'file:c' }, lines);
    clock.set(NOW + 2 * DAY);
    const endFile = await bench.engine.beginFile('web-behaviour', 'file:c');
    const gap = sendWeb(hall, bench, { source: 'collector', from: 999n }, take(webTraffic(405), 1));
    await expect(gap).rejects.toThrow(/offset is 0/);
    expect(await sendWeb(hall, bench, { source: 'file:c~2' }, lines)).toMatchObject({
      stored: 0,
      duplicate: 40,
    });
    endFile();
    await expectRows(bench, factsOf(lines));
  }, 60_000);
});

describe('a file that brings days in the order of time', () => {
  it('[V3] has the counts of windows that are over while it comes in, and of all behind it', async () => {
    const inOrder = factLines(take(webTraffic(406), 200)).sort((a, b) => a.fact.time - b.fact.time);
    bench = await hall.open('in-order', { heldMs: 10 });
    const { engine, reader } = bench;
    const staleBefore = async (instant: number): Promise<number> => {
      const [row] = await reader.rows(
        `SELECT count(*) AS n FROM crosscurrent.stale_window WHERE start + ('1 ' || grain)::interval <= $1`,
        [new Date(instant).toISOString()],
      );
      return Number(row?.['n']);
    };
    const endFile = await engine.beginFile('web-behaviour', 'file:d');
    let from = 0n;
    for (let at = 0; at < inOrder.length; at += 20) {
      const lines = inOrder.slice(at, at + 20);
      ({ to: from } = await sendWeb(hall, bench, { source: 'file:d', from }, lines));
      const begins = Math.floor((lines[0]?.fact.time ?? 0) / 60_000) * 60_000;
      await until('windows that are over are recomputed', async () => (await staleBefore(begins)) === 0);
    }
    endFile();
    await expectRows(bench, factsOf(inOrder));
  }, 120_000);

  it('[V3] has whole sessions over midnight, when minutes of a day are recomputed long before the day', async () => {
    const midnight = TRAFFIC_DAY + DAY;
    const all = factLines(take(webTraffic(407), 2000));
    const between = (from: number, to: number) =>
      all.filter(({ fact }) => fact.time >= midnight + from && fact.time < midnight + to).slice(0, 40);
    const shown = { days: true };
    bench = await hall.open('over-midnight', {
      through: (warehouse) => ({
        ...warehouse,
        staleWindows: async (stream) => {
          const stale = await warehouse.staleWindows(stream);
          return shown.days ? stale : stale.filter(({ grain }) => grain !== 'day');
        },
      }),
    });
    const open = bench;
    let from = 0n;
    const send = async (lines: readonly Line<WebFact>[], days: boolean): Promise<void> => {
      ({ to: from } = await sendWeb(hall, open, { source: 'file:e', from }, lines));
      shown.days = days;
      await open.engine.settle('web-behaviour');
    };
    const parts = [between(-HOUR, 10 * MINUTE), between(15 * MINUTE, 40 * MINUTE), between(20 * HOUR, DAY)];
    await send(parts[0] ?? [], true);
    shown.days = false;
    await send(parts[1] ?? [], false);
    await send(parts[2] ?? [], true);
    await expectRows(bench, factsOf(parts.flat()));
  }, 60_000);
});

describe('a commit that fails', () => {
  it('[D2] leaves a lake file that nobody reads: the next start removes it, and the slice comes again', async () => {
    const lines = take(webTraffic(411), 60);
    const half = await hall.open('orphan');
    const fails = createDuckdbEngine({
      catalogue,
      catalogueModule: { url: new URL('../../src/streams/catalogue.ts', import.meta.url).href, settings: {} },
      warehouse: {
        ...half.warehouse,
        commit: () =>
          Promise.reject(new CrosscurrentError('internal', 'PostgreSQL refused a statement.', '')),
      },
      lake: folderLake(half.lakeDir),
      scratchDir: path.join(hall.root, 'orphan-scratch'),
      clock: fixedClock(NOW),
      horizon: SHORT,
      memoryMiB: 256,
      deadLetterLimit: 100,
      expiryDays: null,
      onError: () => undefined,
    });
    const engine = await fails;
    const slice = await hall.slice({
      stream: 'web-behaviour',
      source: 'collector',
      from: 0n,
      lines: lines.map((line) => line.text),
      receivedAt: NOW,
    });
    await expect(engine.submit(slice)).rejects.toThrow('PostgreSQL refused');
    expect((await lakeFilesOnDisk(half.lakeDir)).length).toBeGreaterThan(0);
    await engine.close();
    await half.close();

    bench = await hall.open('orphan');
    expect(await lakeFilesOnDisk(bench.lakeDir)).toEqual([]);
    expect(await submit(bench, slice)).toMatchObject({ stored: 60, duplicate: 0 });
    await expectRows(bench, factsOf(lines));
  }, 60_000);

  it('[D2] [D5] fails those that wait behind it, and the same engine takes them again', async () => {
    const lines = take(webTraffic(412), 90);
    bench = await hall.open('behind');
    const open = bench;
    const parts = [lines.slice(0, 30), lines.slice(30, 60), lines.slice(60)];
    const first = await sendWeb(hall, open, { source: 'collector' }, parts[0] ?? []);
    const gap = sendWeb(hall, open, { source: 'collector', from: first.to + 7n }, parts[2] ?? []);
    // It may fail before the other one's failure is looked at.
    const after = sendWeb(hall, open, { source: 'simulator' }, parts[1] ?? []).then(
      () => 'stored',
      () => 'failed',
    );
    await expect(gap).rejects.toThrow(/its offset is/);
    if ((await after) === 'failed') await sendWeb(hall, open, { source: 'simulator' }, parts[1] ?? []);
    const last = await sendWeb(hall, open, { source: 'collector', from: first.to }, parts[2] ?? []);
    expect(last).toMatchObject({ stored: 30, duplicate: 0 });
    await expectRows(open, factsOf(lines));
  }, 60_000);
});

describe('a clock that is set back', () => {
  it('[D2] [D4] [W1] loses and doubles nothing', async () => {
    const clock = fixedClock(NOW);
    const lines = take(webTraffic(421), 120);
    bench = await hall.open('clock', { clock, horizon: SHORT });
    const first = await sendWeb(
      hall,
      bench,
      { source: 'collector', receivedAt: clock.now() },
      lines.slice(0, 60),
    );
    clock.set(NOW - 5 * HOUR);
    const second = await sendWeb(
      hall,
      bench,
      { source: 'collector', from: first.to, receivedAt: clock.now() },
      lines.slice(40, 120),
    );
    expect(second).toMatchObject({ stored: 60, duplicate: 20 });
    await bench.close();
    clock.set(NOW - DAY);
    bench = await hall.open('clock', { clock, horizon: SHORT });
    expect(await sendWeb(hall, bench, { source: 'simulator' }, lines)).toMatchObject({
      stored: 0,
      duplicate: 120,
    });
    await expectRows(bench, factsOf(lines));
  }, 60_000);

  it('[W4] rejects by the time of arrival, so that a replay decides the same', async () => {
    const clock = fixedClock(NOW);
    bench = await hall.open('ahead', { clock });
    const at = (id: string, time: number): string =>
      JSON.stringify({ id, collection: 'x', time_stamp: time, device_id: 'd' });
    const lines = [at('now', NOW), at('edge', NOW + DAY), at('ahead', NOW + DAY + 1)];
    const outcome = await sendWeb(hall, bench, { source: 'collector', receivedAt: NOW }, lines);
    expect(outcome).toMatchObject({ stored: 2, rejected: { in_the_future: 1 } });
  }, 60_000);
});

describe('dead letters', () => {
  it('[D3] [D6] are kept byte by byte, and replayed when they have become usable', async () => {
    const clock = fixedClock(NOW);
    bench = await hall.open('letters', { clock });
    const { warehouse, engine } = bench;
    const ahead = JSON.stringify({ id: 'ahead', collection: 'x', time_stamp: NOW + 3 * DAY });
    const letters = [ahead, 'nonsense', '"a", "broken\nrow"', '\f', '{"id":"nul\u0000"'];
    // A row of CSV with a line end in it comes as one rejected record, not as a line of a slice.
    const slice = await hall.slice({
      stream: 'web-behaviour',
      source: 'collector',
      from: 0n,
      lines: letters.filter((raw) => !raw.includes('\n')),
      receivedAt: NOW,
    });
    const rejected = letters
      .filter((raw) => raw.includes('\n'))
      .map((raw) => ({ offset: 0n, reason: 'not_a_row', raw: Buffer.from(raw), bytes: raw.length }));
    await submit(bench, { ...slice, rejected });
    const kept = await warehouse.deadLetters.list({ stream: 'web-behaviour' });
    expect(kept.map((letter) => letter.raw.toString()).sort()).toEqual([...letters].sort());

    clock.set(NOW + 3 * DAY);
    const context = {
      catalogue,
      warehouse,
      engine,
      clock,
      scratch: scratchFiles(path.join(hall.root, 'letters-slices')),
      replays: oneAtATime(),
    };
    const replay = () =>
      replayDeadLetters(context, { stream: 'web-behaviour' }, () => undefined, new AbortController().signal);
    const [once, twice] = await Promise.all([replay(), replay()]);
    expect(once).toMatchObject({ replayed: 5, stored: 1, rejected: { total: 4 } });
    // What was rejected again waits as a letter of its own.
    expect(twice).toMatchObject({ replayed: 4, stored: 0, rejected: { total: 4 } });
    expect((await warehouse.audit()).balanced).toBe(true);
  }, 60_000);
});

const ODD_LINES: readonly (readonly [what: string, text: string])[] = [
  ['a form feed', '\f'],
  ['a vertical tab', '\v'],
  ['nothing but blanks', '  '],
  ['an object over lines', '{"id":\n"over"}'],
  ['a value that goes on in the next line', '{"id":"open","x":[1,\n2]}'],
  ['NUL', '\u0000'],
];

describe('lines that DuckDB reads in its own way', () => {
  it.each(ODD_LINES)(
    '[D3] [D6] %s between events moves none of them',
    async (_what, odd) => {
      bench ??= await hall.open('odd-lines');
      const open = bench;
      const name = Buffer.from(odd).toString('hex');
      const spoilt = JSON.stringify({ id: `${name}-spoilt`, time_stamp: 1_740_000_000 });
      const lines = take(webTraffic(4_000 + ODD_LINES.findIndex(([, one]) => one === odd)), 6);
      const all = [
        ...odd.split('\n'),
        ...lines.slice(0, 3).map((line) => line.text),
        spoilt,
        ...lines.slice(3).map((line) => line.text),
      ];
      const outcome = await sendWeb(hall, open, { source: `odd-${name}` }, all);
      expect(outcome).toMatchObject({ received: all.length, stored: 6, duplicate: 0 });
      expect(outcome.rejected).toEqual({ not_json: all.length - 7, 'missing:collection': 1 });
    },
    60_000,
  );
});

describe('small files of the lake', () => {
  it('[D3] [V3] [R2] are joined without a change to any figure, and still recognised', async () => {
    bench = await hall.open('joined');
    const lines = take(webTraffic(441), 200);
    let from = 0n;
    for (let at = 0; at < lines.length; at += 10) {
      from = (await sendWeb(hall, bench, { source: 'collector', from }, lines.slice(at, at + 10))).to;
    }
    await bench.engine.settle('web-behaviour');
    const before = (await bench.warehouse.lakeFiles('web-behaviour')).length;
    await bench.engine.compact();
    const after = (await bench.warehouse.lakeFiles('web-behaviour')).length;
    expect(after).toBeLessThan(before);
    await sendWeb(hall, bench, { source: 'simulator' }, lines.slice(0, 1));
    await expectRows(bench, factsOf(lines));
    const { rows } = await bench.engine.query.distinct({
      stream:
        catalogue[0] ??
        (() => {
          throw new Error('no stream');
        })(),
      where: undefined,
      column: 'device_id',
      from: TRAFFIC_DAY - DAY,
      to: TRAFFIC_DAY + 5 * DAY,
      by: [],
      bucket: undefined,
      equals: {},
    });
    const devices = new Set(factsOf(lines).flatMap(({ device }) => (device === null ? [] : [device])));
    expect(rows).toEqual([{ key: {}, bucket: null, value: BigInt(devices.size) }]);
    await bench.close();
    bench = await hall.open('joined');
    expect(await sendWeb(hall, bench, { source: 'replay' }, lines)).toMatchObject({
      stored: 0,
      duplicate: 200,
    });
  }, 60_000);
});
