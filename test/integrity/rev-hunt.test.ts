// Events that take others back, against a fold over the same events: whatever their order, the slices, and what happens
// in between.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InputSlice } from '../../src/engine/contract.ts';
import { fixedClock } from '../../src/event/clock.ts';
import type { Line, PlacedLine } from './fold/lines.ts';
import { slicing } from './fold/lines.ts';
import { readTables } from './fold/tables.ts';
import { type BenchOptions, type EngineBench, type EngineHall, openHall, submit } from './kit/engine.ts';
import { readLakeRows, readLetterIds } from './kit/lake.ts';
import { anyNoteLine } from './revisions/note-lines.ts';
import { createCatalogue, foldNotes, type Note, standingNotes } from './revisions/notes.ts';

const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2026, 0, 1);
/** Days between two runs: no window of one can meet those of another. */
const APART = 6;

const OPTIONS: BenchOptions = {
  catalogue: createCatalogue(),
  catalogueModule: { url: new URL('./revisions/notes.ts', import.meta.url).href, settings: {} },
};

let hall: EngineHall;
let bench: EngineBench;
let runs = 0;

beforeAll(async () => {
  hall = await openHall();
  bench = await hall.open('notes', OPTIONS);
}, 120_000);

afterAll(async () => {
  await bench?.close();
  await hall?.close();
}, 60_000);

/** What happens between two slices. */
type Event = 'nothing' | 'compaction' | 'compaction meanwhile' | 'lost commit' | 'restart' | 'rebuild';

/** Of a run. */
const MOST_EVENTS = 30;

interface Run {
  readonly prefix: string;
  readonly base: number;
  readonly cuts: Slicing;
  readonly events: readonly Event[];
}

type Slicing = readonly { readonly lines: number; readonly source: number; readonly wait: boolean }[];

/** Sends lines in slices of two sources; what a fault takes down is sent again from where the warehouse stands. */
async function send(run: Run, lines: readonly Line<Note>[]): Promise<void> {
  const offsets = [0n, 0n];
  const pending: Promise<unknown>[] = [];
  for (let at = 0, turn = 0; at < lines.length; turn += 1) {
    const cut = run.cuts[turn % run.cuts.length] ?? { lines: 10, source: 0, wait: true };
    const part = lines.slice(at, at + cut.lines);
    at += part.length;
    // Slices may be of one line each: with a restart behind each of them a run would take minutes.
    const event = turn < MOST_EVENTS ? (run.events[turn % run.events.length] ?? 'nothing') : 'nothing';
    if (event === 'lost commit') {
      await Promise.all(pending.splice(0));
      offsets[cut.source] = await loseCommit(run, cut.source, offsets[cut.source] ?? 0n, part);
      continue;
    }
    const slice = await sliceOf(run, cut.source, offsets[cut.source] ?? 0n, part);
    offsets[cut.source] = slice.to;
    const done = submit(bench, slice);
    pending.push(done);
    if (cut.wait || event !== 'nothing') await done;
    await happen(event);
  }
  await Promise.all([...pending, ...compactions.splice(0)]);
  await bench.engine.settle('notes');
}

function sliceOf(run: Run, source: number, from: bigint, lines: readonly Line<Note>[]) {
  return hall.slice({
    stream: 'notes',
    source: `${run.prefix}-${source}`,
    from,
    lines: lines.map((line) => line.text),
    receivedAt: run.base + 4 * DAY,
  });
}

/**
 * Sends lines as three slices that are under way together: the first try fails when it is to be committed, as if the
 * warehouse refused it.
 * @returns the offset behind them
 */
async function loseCommit(
  run: Run,
  source: number,
  from: bigint,
  lines: readonly Line<Note>[],
): Promise<bigint> {
  const third = Math.ceil(lines.length / 3);
  const parts = [0, 1, 2].map((nth) => lines.slice(nth * third, (nth + 1) * third));
  const slices = async (): Promise<InputSlice[]> => {
    const made: InputSlice[] = [];
    for (const part of parts.filter(({ length }) => length > 0)) {
      made.push(await sliceOf(run, source, made.at(-1)?.to ?? from, part));
    }
    return made;
  };
  const { commit } = bench.warehouse;
  bench.warehouse.commit = () => Promise.reject(new Error('refused'));
  const tried = await Promise.allSettled((await slices()).map((slice) => submit(bench, slice)));
  expect(tried.map(({ status }) => status)).toEqual(tried.map(() => 'rejected'));
  bench.warehouse.commit = commit;
  expect(await bench.warehouse.offset('notes', `${run.prefix}-${source}`)).toBe(from);
  const again = await slices();
  await Promise.all(again.map((slice) => submit(bench, slice)));
  return again.at(-1)?.to ?? from;
}

/** Compactions that were not waited for. */
const compactions: Promise<void>[] = [];

async function happen(event: Event): Promise<void> {
  if (event === 'compaction') await bench.engine.compact('notes');
  if (event === 'compaction meanwhile') compactions.push(bench.engine.compact('notes'));
  if (event === 'rebuild') await expectSameRows();
  if (event === 'restart') {
    await Promise.all(compactions.splice(0));
    await bench.close();
    bench = await hall.open('notes', OPTIONS);
  }
}

/** [R2] A rebuild gives the rows that are there. */
async function expectSameRows(): Promise<void> {
  await bench.engine.settle('notes');
  const { rows } = await bench.engine.rebuild('notes', {
    dryRun: false,
    removeSources: [],
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  const differing = Object.entries(rows).filter(
    ([, { added, removed, changed }]) => added + removed + changed > 0,
  );
  expect(differing).toEqual([]);
}

const ACCOUNT = `SELECT sum(received) AS received, sum(stored) AS stored, sum(duplicate) AS duplicate,
  sum(rejected) AS rejected, sum(forgotten) AS forgotten FROM crosscurrent.account WHERE source LIKE $1`;
const LAKE = `SELECT coalesce(sum(rows), 0) AS rows, (SELECT count(*) FROM crosscurrent.lake_removed r
    JOIN crosscurrent.lake_file f USING (stream, path) WHERE f.source LIKE $1) AS removed
  FROM crosscurrent.lake_file WHERE source LIKE $1`;

async function numbersOf(sql: string, prefix: string): Promise<Record<string, number>> {
  const [row = {}] = await bench.reader.rows(sql, [`${prefix}-%`]);
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)]));
}

async function holds(
  placed: readonly PlacedLine<Note>[],
  cuts: Slicing,
  events: readonly Event[],
): Promise<void> {
  runs += 1;
  const run = { prefix: `run${runs}`, base: FIRST_DAY + runs * APART * DAY, cuts, events };
  const lines = placed.map((make) => make(run));
  await send(run, lines);
  const accepted = lines.flatMap(({ outcome }) => ('fact' in outcome ? [outcome.fact] : []));
  const { standing, duplicates, ids } = standingNotes(accepted);
  const expected = foldNotes(standing);
  const range = { from: run.base - 2 * DAY, to: run.base + 4 * DAY };
  const tables = () => readTables(bench.reader, 'notes', Object.keys(expected), range);
  expect(await tables()).toEqual(expected);
  const account = await numbersOf(ACCOUNT, run.prefix);
  expect(account['received']).toBe(lines.length);
  expect(account['rejected']).toBe(lines.length - accepted.length);
  // What a compaction has forgotten cannot be known again after a fault: it is stored once more, and does not count.
  const mayForget = events.some((event) => event !== 'nothing');
  if (!mayForget) expect(account['duplicate']).toBe(duplicates);
  const lake = await numbersOf(LAKE, run.prefix);
  expect((lake['rows'] ?? 0) - (lake['removed'] ?? 0)).toBe(ids);
  await bench.engine.compact('notes');
  expect(await numbersOf(LAKE, run.prefix)).toEqual({ rows: ids, removed: 0 });
  expect(await tables()).toEqual(expected);
  expect((await bench.warehouse.audit()).balanced).toBe(true);
  expect(bench.errors).toEqual([]);
}

/** Sends events of a run of its own, one slice after the other. @returns how to send more */
function sender(): { run: Run; send: (...events: readonly object[]) => Promise<void> } {
  runs += 1;
  const run = { prefix: `run${runs}`, base: FIRST_DAY + runs * APART * DAY, cuts: [], events: [] };
  let from = 0n;
  return {
    run,
    async send(...events) {
      const lines = events.map((event) => ({ text: JSON.stringify(event), outcome: { reason: '' } }));
      const slice = await sliceOf(run, 0, from, lines);
      from = slice.to;
      await submit(bench, slice);
    },
  };
}

/** The rows of the lake that count. */
async function lakeOf(run: Run, columns: string): Promise<unknown[][]> {
  const files = (await bench.warehouse.lakeFiles('notes')).filter(
    ({ source }) => source === `${run.prefix}-0`,
  );
  return readLakeRows(bench.lakeDir, files, columns);
}

describe('the lake', () => {
  it('[R1] [D3] loses no event that is taken back while its file is written anew', async () => {
    const { run, send } = sender();
    const note = (serial: number): object => ({
      id: `${run.prefix}-${serial}`,
      at: run.base + serial,
      topic: 'tea',
    });
    const deleted = (serial: number): object => ({
      id: `${run.prefix}-${serial}`,
      at: run.base,
      deleted: true,
    });
    for (let serial = 0; serial < 9; serial += 1) await send(note(serial), note(serial + 10));
    await send(deleted(3));
    const { lakeFiles } = bench.warehouse;
    let isFirst = true;
    bench.warehouse.lakeFiles = async (...range) => {
      const files = await lakeFiles(...range);
      if (!isFirst) return files;
      isFirst = false;
      // The compaction has seen its files, and writes one without what is removed now.
      await send(deleted(4), { ...note(15), version: 1, topic: 'milk' });
      return files;
    };
    await bench.engine.compact('notes');
    bench.warehouse.lakeFiles = lakeFiles;
    expect(isFirst).toBe(false);
    expect(await numbersOf(LAKE, run.prefix)).toMatchObject({ removed: 2 });
    await bench.engine.compact('notes');
    expect(await numbersOf(LAKE, run.prefix)).toEqual({ rows: 18, removed: 0 });
    const range = { from: run.base, to: run.base + DAY };
    expect((await readTables(bench.reader, 'notes', ['days'], range))['days']?.[0]).toContain('notes=16');
    expect((await bench.warehouse.audit()).balanced).toBe(true);
  }, 60_000);

  it('[R1] keeps of a deletion which event it deletes, and when, alone', async () => {
    const { run, send } = sender();
    const id = `${run.prefix}-a`;
    await send({
      id,
      at: run.base,
      deleted: true,
      author: 'ann',
      topic: 'tea',
      words: 'secret',
      likes: 3,
      more: 1,
    });
    expect(
      await lakeOf(run, 'id, author, topic, words, len(tags), likes, version, deleted, extra_fields'),
    ).toEqual([[id, null, null, null, 0n, null, null, true, null]]);
  });

  it('[R1] finds events of which the memory of ids knows nothing any more', async () => {
    const { run, send } = sender();
    const ids = ['a', 'b', 'c'].map((name) => `${run.prefix}-${name}`);
    for (const id of ids) await send({ id, at: run.base, topic: 'tea' });
    await bench.close();
    const clock = fixedClock(Date.UTC(2027, 0, 1));
    bench = await hall.open('notes', { ...OPTIONS, clock, horizon: { minutes: 1, minIds: 1, maxIds: 1 } });
    await send(
      { id: ids[0], at: run.base, deleted: true },
      { id: ids[1], at: run.base, version: 1, topic: 'milk' },
    );
    expect(await lakeOf(run, 'id, topic, deleted')).toEqual([
      [ids[0], null, true],
      [ids[1], 'milk', null],
      [ids[2], 'tea', null],
    ]);
    const range = { from: run.base, to: run.base + DAY };
    expect((await readTables(bench.reader, 'notes', ['days'], range))['days']?.[0]).toContain('notes=2');
    await bench.close();
    bench = await hall.open('notes', OPTIONS);
  }, 60_000);

  it('[R1] forgets rejected lines that the warehouse had no room for', async () => {
    const { run, send } = sender();
    await bench.close();
    bench = await hall.open('notes', { ...OPTIONS, deadLetterLimit: 0 });
    const wrong = (name: string) => ({ id: `${run.prefix}-${name}`, at: 'never', author: 'zoe' });
    await send(wrong('a'), wrong('b'), wrong('c'));
    const letters = () => readLetterIds(bench.lakeDir, 'notes');
    const inRun = async () => (await letters()).filter((id) => id.startsWith(`${run.prefix}-`));
    expect(await inRun()).toHaveLength(3);
    await send({ id: `${run.prefix}-b`, at: run.base, deleted: true });
    await bench.engine.compact('notes');
    expect(await inRun()).toEqual([`${run.prefix}-a`, `${run.prefix}-c`]);
    expect(await bench.engine.forgetLetters('notes', 'zoe')).toBe(2);
    expect(await inRun()).toEqual([]);
    await bench.close();
    bench = await hall.open('notes', OPTIONS);
  }, 60_000);
});

const lines = fc.array(anyNoteLine, { minLength: 1, maxLength: 120, size: 'max' });

describe('events that are edited and deleted', () => {
  it('[R1] [D3] [D5] [V3] leave the rows of the fold, whatever their order and the slices', async () => {
    await fc.assert(
      fc.asyncProperty(lines, slicing, (placed, cuts) => holds(placed, cuts, ['nothing'])),
      { numRuns: 25, endOnFailure: true },
    );
  }, 300_000);

  it('[R1] [R2] [D2] do so with compactions, lost commits, restarts and rebuilds in between', async () => {
    const event = fc.constantFrom<Event>(
      'nothing',
      'nothing',
      'compaction',
      'compaction meanwhile',
      'lost commit',
      'restart',
      'rebuild',
    );
    await fc.assert(
      fc.asyncProperty(lines, slicing, fc.array(event, { minLength: 3, maxLength: 9 }), holds),
      { numRuns: 80, endOnFailure: true, timeout: 90_000 },
    );
  }, 580_000);
});
