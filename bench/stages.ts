import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { InputSlice } from '../src/engine/contract.ts';
import { identifier } from '../src/engine/duckdb/database.ts';
import { deriveValues } from '../src/engine/duckdb/derive-values.ts';
import { findDuplicates, renderIdHashes } from '../src/engine/duckdb/duplicates.ts';
import { createHolisticSchedule } from '../src/engine/duckdb/holistic-schedule.ts';
import { daysOf, writeLakeFiles } from '../src/engine/duckdb/lake-writer.ts';
import { renderParse } from '../src/engine/duckdb/parse.ts';
import { createPendingSums } from '../src/engine/duckdb/partial-sums.ts';
import { type Prepared, parseSlice, prepareSlice } from '../src/engine/duckdb/prepare.ts';
import { RecentIds } from '../src/engine/duckdb/recent-ids.ts';
import { renderStoredRows } from '../src/engine/duckdb/stored-rows.ts';
import { createLine } from '../src/engine/duckdb/turns.ts';
import { findUnknownFields } from '../src/engine/duckdb/unknown-fields.ts';
import { systemClock } from '../src/event/clock.ts';
import type { Partial } from '../src/warehouse/contract.ts';
import type { Benchmark, Figure, Section, Size, Surroundings } from './contract.ts';
import { renderBareParse } from './events/bare-parse.ts';
import type { EventFile } from './events/event-files.ts';
import { readLines } from './events/lines.ts';
import { webStream } from './events/web-stream.ts';
import { cpuOfTree } from './program/usage.ts';
import { number } from './show.ts';
import { type EngineParts, openParts } from './stages/bench-engine.ts';

/** What can be repeated is measured so often, and the least counts: others on the machine only ever add. */
const ROUNDS = 3;

/** Seconds on a processor by stage, of this process and of PostgreSQL; the least of all rounds. */
type Costs = Map<string, number>;

interface Work {
  readonly parts: EngineParts;
  readonly costs: Costs;
  readonly file: EventFile;
}

async function cost<T>({ parts, costs }: Work, stage: string, work: () => Promise<T>): Promise<T> {
  const postgresBefore = cpuOfTree(parts.postgresPid) ?? 0;
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6 + (cpuOfTree(parts.postgresPid) ?? 0) - postgresBefore;
  costs.set(stage, Math.min(seconds, costs.get(stage) ?? Number.POSITIVE_INFINITY));
  return result;
}

function sliceOf(file: EventFile, source: string): InputSlice {
  return {
    stream: webStream.name,
    source,
    from: 0n,
    to: BigInt(file.bytes),
    path: file.path,
    lines: file.lines,
    bytes: file.bytes,
    receivedAt: Date.now(),
    release: () => Promise.resolve(),
  };
}

/** The stages one by one, on the rows that the one before left. */
async function measureChain(work: Work, round: number): Promise<void> {
  const { parts, file } = work;
  const { connection } = parts;
  const slice = sliceOf(file, `stages-${round}`);
  const bare = renderBareParse({ stream: webStream, file: file.path, into: 'aggregates' });
  await cost(work, 'bare parse', () => connection.runAndReadAll(bare));
  const parse = `CREATE OR REPLACE TEMP TABLE only_parsed AS ${renderParse(webStream, file.path, slice.receivedAt)}`;
  await cost(work, 'parse: types, checks, extracted columns', () => connection.run(parse));
  await connection.run('DROP TABLE only_parsed');
  await cost(work, 'field scan', () => findUnknownFields(connection, webStream, file.path));
  await cost(work, 'both, and a second look at doubtful lines', () =>
    parseSlice(parts, slice, canonical(work)),
  );
  const hashes = renderIdHashes(identifier(webStream.id), 'taken', '');
  await cost(work, 'deduplicate', () => findDuplicates(connection, hashes, new RecentIds(), 1));
  const derived = round === 0 ? 'derive, values of a slice before known' : 'derive, all values known';
  const release = await cost(work, derived, () => parts.known.derive(connection, 'taken'));
  const rows = renderStoredRows(webStream, 'SELECT * FROM taken', slice.receivedAt);
  await cost(work, 'lake: join derived columns, write Parquet', async () => {
    const days = await daysOf(connection, '(SELECT * FROM taken)', identifier(webStream.eventTime));
    await writeLakeFiles(connection, rows, days, {
      ...parts,
      ...slice,
      stream: webStream,
      source: `alone-${round}`,
    });
  });
  release();
}

function canonical({ parts }: Work): string {
  return path.join(parts.scratchDir, 'stages.ndjson');
}

/** Derives everything of a first slice, as each start does. */
async function measureFirstDerivation(work: Work): Promise<void> {
  const { parts, file } = work;
  await parseSlice(parts, sliceOf(file, 'first'), canonical(work));
  const release = await cost(work, 'derive, nothing known yet', () =>
    parts.known.derive(parts.connection, 'taken'),
  );
  release();
}

/** The functions behind derived columns, on the different values of the slice in `taken`, in this thread. */
async function measureDerivations({ parts, file }: Work): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, derivation] of Object.entries(webStream.derived)) {
    const column = identifier(derivation.from);
    const reader = await parts.connection.runAndReadAll(
      `SELECT DISTINCT ${column} FROM taken WHERE ${column} IS NOT NULL`,
    );
    const values = reader.getColumns()[0]?.map(String) ?? [];
    const before = process.cpuUsage();
    deriveValues(derivation, values);
    const { user, system } = process.cpuUsage(before);
    const each = (user + system) / values.length;
    figures.push({
      what: `${name}: ${number(values.length)} different values, ${number(each, 2)} µs each`,
      value: (user + system) / file.lines,
      unit: 'µs/event',
      ratio: values.length / file.lines,
    });
  }
  return figures;
}

/** A whole slice, as the engine does it, then its sums and its commit. */
async function measureCommit(work: Work, round: number): Promise<void> {
  const { parts, file } = work;
  const context = { ...parts, ids: new RecentIds(), generation: 1, order: createLine().take() };
  const slice = sliceOf(file, `whole-${round}`);
  const prepared = await cost(work, 'a whole slice up to the lake', () => prepareSlice(context, slice));
  const sums = createPendingSums(parts.plan, `stages_${round}`).with(parts.connection);
  const files = prepared.lakeFiles.map((one) => path.join(parts.lakeDir, one.path));
  await cost(work, 'sums: grouping sets', () => sums.add(files));
  const partials = await cost(work, 'sums: merge and export', () => sums.export(parts.scratchDir));
  await cost(work, 'commit, PostgreSQL included', () => commit(parts, prepared, partials));
  await sums.drop();
}

async function commit(
  { warehouse }: EngineParts,
  prepared: Prepared,
  partials: readonly Partial[],
): Promise<void> {
  const { advance, lakeFiles, deadLetters, stale, latestEvent } = prepared;
  const { name: stream } = webStream;
  await warehouse.commit({
    stream,
    advances: [advance],
    partials,
    lakeFiles,
    deadLetters,
    stale,
    latestEvent,
  });
}

/** Distinct counts, sessions and star schema of everything that was committed. */
async function measureHolistic(work: Work): Promise<void> {
  const { parts } = work;
  const failures: unknown[] = [];
  const schedule = createHolisticSchedule({
    ...parts,
    expiryDays: null,
    clock: systemClock,
    onError: (error) => failures.push(error),
  });
  await cost(work, 'distinct counts, sessions, star schema', () => schedule.settle());
  await schedule.close();
  if (failures.length > 0) throw failures[0];
}

function figures(costs: Costs, lines: number): Figure[] {
  const bare = costs.get('bare parse') ?? Number.NaN;
  return [...costs].map(([what, seconds]) => ({
    what,
    value: (seconds * 1e6) / lines,
    unit: 'µs/event',
    ratio: seconds / bare,
  }));
}

/** Three slices that follow each other: one to begin with, one to take apart, one to take whole. */
async function cutSlices(
  around: Surroundings,
  { events, rate }: Size,
): Promise<readonly [EventFile, EventFile, EventFile]> {
  const file = await around.files.get({ stream: webStream.name, events: 3 * events, rate });
  const lines = await readLines(file, 3 * events);
  const cut = async (number: number): Promise<EventFile> => {
    const body = lines.body(number * events, (number + 1) * events);
    const target = path.join(around.folder, `slice-${number}.ndjson`);
    await writeFile(target, body);
    return { path: target, lines: events, bytes: body.length };
  };
  return [await cut(0), await cut(1), await cut(2)];
}

async function run(around: Surroundings, size: Size): Promise<readonly Section[]> {
  const [first, second, third] = await cutSlices(around, size);
  const parts = await openParts(path.join(around.folder, 'stages'));
  try {
    const costs: Costs = new Map();
    around.say('one stage after the other');
    await measureFirstDerivation({ parts, costs, file: first });
    for (let round = 0; round < ROUNDS; round += 1) await measureChain({ parts, costs, file: second }, round);
    const derivations = await measureDerivations({ parts, costs, file: second });
    await measureCommit({ parts, costs, file: third }, 0);
    await measureHolistic({ parts, costs, file: third });
    return [
      {
        title: `stages: slices of ${number(second.lines)} web events, one thread`,
        ratioTo: 'the bare parse (less is better)',
        figures: figures(costs, second.lines),
        notes: [
          `Time on a processor; the least of ${ROUNDS} rounds up to the lake, one round for the others.`,
          'A whole slice is one behind those that were taken apart: it has new values of its own.',
        ],
      },
      {
        title: 'stages: functions of derived columns, in one thread without a cache',
        ratioTo: 'the number of events: how many of their values are different',
        figures: derivations,
      },
    ];
  } finally {
    await parts.close();
  }
}

/** Where the time of an ingest goes. */
export const stages: Benchmark = {
  name: 'stages',
  about: 'Processor time of each stage of the engine on one slice, against a bare parse of it',
  size: { events: 100_000, rate: 100, seconds: 0 },
  run,
};
