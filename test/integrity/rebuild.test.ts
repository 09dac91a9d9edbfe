// A rebuild replays the lake through the declaration of today.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RebuildOutcome } from '../../src/engine/contract.ts';
import type { Stream } from '../../src/stream/define.ts';
import { catalogue } from '../../src/streams/catalogue.ts';
import type { WebFact } from './fold/web-facts.ts';
import { type EngineBench, type EngineHall, openHall } from './kit/engine.ts';
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

function rebuild(
  open: EngineBench,
  more: { dryRun?: boolean; removeSources?: readonly string[] } = {},
): Promise<RebuildOutcome> {
  return open.engine.rebuild('web-behaviour', {
    dryRun: more.dryRun ?? false,
    removeSources: more.removeSources ?? [],
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
}

/** Tables with rows that differ. */
function differing({ rows }: RebuildOutcome): string[] {
  return Object.entries(rows).flatMap(([table, { added, removed, changed }]) =>
    added + removed + changed > 0 ? [table] : [],
  );
}

async function expectRows(open: EngineBench, facts: readonly WebFact[]): Promise<void> {
  await open.engine.settle('web-behaviour');
  const { found, folded } = await webTables(open, facts);
  expect(found).toEqual(folded);
  const audit = await open.warehouse.audit();
  expect(audit.balanced).toBe(true);
  expect(audit.streams.find(({ stream }) => stream === 'web-behaviour')?.lake.rows).toBe(facts.length);
}

/** The catalogue with another rule for the country of a page: Germany is called XX. */
function withOtherCountries(): Stream[] {
  return catalogue.map((stream) => {
    const { page } = stream.derived;
    if (stream.name !== 'web-behaviour' || page === undefined) return stream;
    const by: typeof page.by = (value) => {
      const columns = page.by(value);
      return columns['country'] === 'DE' ? { ...columns, country: 'XX' } : columns;
    };
    return { ...stream, derived: { ...stream.derived, page: { ...page, by } } };
  });
}

function inXX(facts: readonly WebFact[]): WebFact[] {
  return facts.map((fact) =>
    fact.page.country === 'DE' ? { ...fact, page: { ...fact.page, country: 'XX' } } : fact,
  );
}

describe('a rebuild through the same declaration', () => {
  it('[D3] [R2] finds no difference, and events go on coming', async () => {
    bench = await hall.open('same');
    const lines = take(webTraffic(501), 250);
    const first = await sendWeb(hall, bench, { source: 'collector' }, lines.slice(0, 150));
    await bench.engine.settle('web-behaviour');
    expect(differing(await rebuild(bench, { dryRun: true }))).toEqual([]);
    const outcome = await rebuild(bench);
    expect(differing(outcome)).toEqual([]);
    expect(outcome).toMatchObject({ events: 150, removed: 0 });
    await expectRows(bench, factsOf(lines.slice(0, 150)));
    const more = await sendWeb(hall, bench, { source: 'collector', from: first.to }, lines.slice(100));
    expect(more).toMatchObject({ stored: 100, duplicate: 50 });
    await expectRows(bench, factsOf(lines));
    expect(differing(await rebuild(bench))).toEqual([]);
    await expectRows(bench, factsOf(lines));
  }, 120_000);
});

describe('a rebuild through a declaration that has changed', () => {
  it('[R2] shows what differs without changing it, then changes it', async () => {
    const lines = take(webTraffic(502), 200);
    bench = await hall.open('changed');
    await sendWeb(hall, bench, { source: 'collector' }, lines);
    await bench.engine.settle('web-behaviour');
    await bench.close();

    bench = await hall.open('changed', { catalogue: withOtherCountries() });
    const facts = factsOf(lines);
    const shown = differing(await rebuild(bench, { dryRun: true }));
    expect(shown).toEqual(expect.arrayContaining(['country_views', 'country_views_distinct', 'store_views']));
    expect(shown).not.toContain('product_views');
    await expectRows(bench, facts);
    expect(differing(await rebuild(bench))).toEqual(shown);
    await expectRows(bench, inXX(facts));
    expect(differing(await rebuild(bench))).toEqual([]);
  }, 120_000);

  it('takes sources away for good, with all they have added', async () => {
    const [real, made] = [take(webTraffic(503), 120), take(webTraffic(504), 120)];
    bench = await hall.open('sources');
    await sendWeb(hall, bench, { source: 'collector' }, real);
    const simulated = await sendWeb(hall, bench, { source: 'simulator' }, [...made, 'nonsense']);
    await bench.engine.settle('web-behaviour');
    expect(await rebuild(bench, { removeSources: ['simulator'] })).toMatchObject({
      events: 120,
      removed: 120,
    });
    await expectRows(bench, factsOf(real));
    expect(await bench.warehouse.deadLetters.count({ stream: 'web-behaviour' })).toBe(0);
    // Its log goes on where it was; what was taken away may come again.
    expect(await bench.warehouse.offset('web-behaviour', 'simulator')).toBe(simulated.to);
    const again = await sendWeb(hall, bench, { source: 'simulator', from: simulated.to }, made);
    expect(again).toMatchObject({ stored: 120, duplicate: 0 });
    await expectRows(bench, factsOf([...real, ...made]));
  }, 120_000);

  it('that is interrupted changes nothing', async () => {
    const lines = take(webTraffic(505), 100);
    bench = await hall.open('interrupted');
    await sendWeb(hall, bench, { source: 'collector' }, lines);
    await bench.engine.settle('web-behaviour');
    const stopping = new AbortController();
    const work = bench.engine.rebuild('web-behaviour', {
      dryRun: false,
      removeSources: ['collector'],
      onProgress: () => undefined,
      signal: stopping.signal,
    });
    stopping.abort();
    await work.catch(() => undefined);
    const outcome = await work.then(
      () => 'done',
      () => 'interrupted',
    );
    await expectRows(bench, outcome === 'interrupted' ? factsOf(lines) : []);
  }, 120_000);
});
