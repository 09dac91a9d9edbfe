// The rows of every rollup against an independent fold over the same events, written without the program's code.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelLine } from './fold/channel-events.ts';
import { foldChannels } from './fold/channel-fold.ts';
import { judge, type Line, type PlacedLine, slicing } from './fold/lines.ts';
import type { Rows } from './fold/rows.ts';
import { readTables, rollupTables } from './fold/tables.ts';
import { webLine } from './fold/web-events.ts';
import { foldWeb } from './fold/web-fold.ts';
import { type EngineBench, type EngineHall, openHall, submit } from './kit/engine.ts';

const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2026, 0, 1);
/** Days between two runs: no session and no window of one can meet those of another. */
const APART = 6;

let hall: EngineHall;
let bench: EngineBench;
let runs = 0;

beforeAll(async () => {
  hall = await openHall();
  // So few that most windows are counted in parts.
  bench = await hall.open('fold', { eventsAtOnce: 12 });
}, 120_000);

afterAll(async () => {
  await bench?.close();
  await hall?.close();
}, 60_000);

type Slicing = readonly { readonly lines: number; readonly source: number; readonly wait: boolean }[];

/** Sends lines in slices of two sources, one after the other, some of them before the one before is committed. */
async function send(
  stream: string,
  lines: readonly Line<unknown>[],
  cuts: Slicing,
  place: { prefix: string; base: number },
): Promise<void> {
  const offsets = [0n, 0n];
  const pending: Promise<unknown>[] = [];
  for (let at = 0, turn = 0; at < lines.length; turn += 1) {
    const cut = cuts[turn % cuts.length] ?? { lines: 10, source: 0, wait: true };
    const part = lines.slice(at, at + cut.lines);
    at += part.length;
    const slice = await hall.slice({
      stream,
      source: `${place.prefix}-${cut.source}`,
      from: offsets[cut.source] ?? 0n,
      lines: part.map((line) => line.text),
      receivedAt: place.base + 4 * DAY,
    });
    offsets[cut.source] = slice.to;
    const done = submit(bench, slice);
    pending.push(done);
    if (cut.wait) await done;
  }
  await Promise.all(pending);
  await bench.engine.settle(stream);
}

const ACCOUNT = `SELECT coalesce(sum(received), 0) AS received, coalesce(sum(stored), 0) AS stored,
  coalesce(sum(duplicate), 0) AS duplicate, coalesce(sum(rejected), 0) AS rejected
FROM crosscurrent.account WHERE source LIKE $1`;
const REASONS =
  'SELECT reason, sum(events) AS events FROM crosscurrent.account_reason WHERE source LIKE $1 GROUP BY reason';

async function accountOf(prefix: string): Promise<object> {
  const [account = {}] = await bench.reader.rows(ACCOUNT, [`${prefix}-%`]);
  const reasons = await bench.reader.rows(REASONS, [`${prefix}-%`]);
  const rejected = Object.fromEntries(reasons.map((row) => [String(row['reason']), Number(row['events'])]));
  const [lake = {}] = await bench.reader.rows(
    'SELECT coalesce(sum(rows), 0) AS rows FROM crosscurrent.lake_file WHERE source LIKE $1',
    [`${prefix}-%`],
  );
  return {
    received: Number(account['received']),
    stored: Number(account['stored']),
    duplicate: Number(account['duplicate']),
    rejected,
    lake: Number(lake['rows']),
  };
}

interface Subject<F> {
  readonly stream: string;
  readonly schema: string;
  readonly line: fc.Arbitrary<PlacedLine<F>>;
  readonly fold: (facts: readonly F[]) => Readonly<Record<string, Rows>>;
  readonly numRuns: number;
}

async function holds<F extends { readonly id: string }>(
  subject: Subject<F>,
  placed: readonly PlacedLine<F>[],
  cuts: Slicing,
): Promise<void> {
  runs += 1;
  const place = { prefix: `run${runs}`, base: FIRST_DAY + runs * APART * DAY };
  const lines = placed.map((make) => make(place));
  await send(subject.stream, lines, cuts, place);
  const judged = judge(lines);
  const expected = subject.fold(judged.facts);
  const range = { from: place.base - 2 * DAY, to: place.base + 4 * DAY };
  expect(await readTables(bench.reader, subject.schema, Object.keys(expected), range)).toEqual(expected);
  const { received, duplicate, rejected } = judged;
  const stored = judged.facts.length;
  expect(await accountOf(place.prefix)).toEqual({ received, stored, duplicate, rejected, lake: stored });
  expect(bench.errors).toEqual([]);
}

function property<F extends { readonly id: string }>(subject: Subject<F>): Promise<void> {
  const lines = fc.array(subject.line, { minLength: 1, maxLength: 220, size: 'max' });
  return fc.assert(
    fc.asyncProperty(lines, slicing, (placed, cuts) => holds(subject, placed, cuts)),
    { numRuns: subject.numRuns, endOnFailure: true },
  );
}

describe('web-behaviour', () => {
  it('folds every table that the declaration makes', async () => {
    const folded = Object.keys(foldWeb([])).filter((name) => name !== 'fact_views');
    expect(folded.sort()).toEqual(await rollupTables(bench.reader, 'web_behaviour'));
  });

  it('[D2] [D3] [D5] [V1] [V2] [V3] [W1] [W2] [W3] has the rows of the fold, whatever the order, the slices and the duplicates', async () => {
    await property({
      stream: 'web-behaviour',
      schema: 'web_behaviour',
      line: webLine,
      fold: foldWeb,
      numRuns: 20,
    });
  }, 300_000);
});

describe('channel-metrics', () => {
  it('folds every table that the declaration makes', async () => {
    expect(Object.keys(foldChannels([])).sort()).toEqual(await rollupTables(bench.reader, 'channel_metrics'));
  });

  it('[D2] [D3] [D5] [V1] [V2] [W1] [W2] [W3] has the rows of the fold, whatever the order, the slices and the duplicates', async () => {
    await property({
      stream: 'channel-metrics',
      schema: 'channel_metrics',
      line: channelLine,
      fold: foldChannels,
      numRuns: 30,
    });
  }, 300_000);
});
