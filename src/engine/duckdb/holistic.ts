import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { GroupingPlan, GroupingSet, StreamPlan } from '../../stream/plan.ts';
import { GRAIN_MS, type Grain } from '../../stream/rollup.ts';
import type { LakeFile, StaleWindow, Warehouse, WindowTable } from '../../warehouse/contract.ts';
import { type DuckDBConnection, identifier, rowsOf, textLiteral } from './database.ts';
import { renderGroupingSets, renderSetRows } from './grouping.ts';
import { renderLakeFiles } from './partial-sums.ts';
import { renderSessionRows } from './session-rows.ts';
import { renderStarRows } from './star-rows.ts';

const DAY = GRAIN_MS.day;
const GRAINS: readonly Grain[] = ['minute', 'hour', 'day'];

export interface HolisticContext {
  readonly connection: DuckDBConnection;
  readonly plan: StreamPlan;
  readonly warehouse: Warehouse;
  readonly lakeDir: string;
  readonly scratchDir: string;
  /** Into the shadow tables of a rebuild. */
  readonly shadow: boolean;
  /**
   * Day -> when the last session that began on it, or before, ended (epoch ms): a later event cannot
   * join it, so that the day need not be looked at again. Filled here.
   */
  readonly carried: Map<number, number>;
  /** The files that may hold events of a range, when not those of the warehouse. */
  readonly filesOf?: (range: { from: number; to: number }) => readonly LakeFile[];
}

/**
 * Recomputes the holistic measures (distinct counts, sessions, the star schema) of stale windows
 * from the lake, and puts them in place.
 */
export async function refreshWindows(
  context: HolisticContext,
  windows: readonly StaleWindow[],
): Promise<void> {
  const { plan, warehouse, shadow } = context;
  const stream = plan.stream.name;
  const label = `${stream}-${shadow ? 'shadow' : 'live'}-${process.pid}`;
  const written: string[] = [];
  const csv = (table: string): string => {
    const file = path.join(context.scratchDir, `${table}-${label}.csv`);
    written.push(file);
    return file;
  };
  try {
    const distinct = await distinctTables(context, windows, csv);
    if (distinct.length > 0)
      await warehouse.replaceWindows({ stream, windows, tables: distinct, settle: false, shadow });
    await refreshSessions(context, windows, csv);
    await refreshStar(context, windows, csv);
    if (!shadow) await warehouse.replaceWindows({ stream, windows, tables: [], settle: true });
  } finally {
    await Promise.all(written.map((file) => rm(file, { force: true })));
  }
}

async function lakePaths(context: HolisticContext, from: number, to: number): Promise<string[]> {
  const files =
    context.filesOf?.({ from, to }) ??
    (await context.warehouse.lakeFiles(context.plan.stream.name, { from, to }));
  return files.map((file) => path.join(context.lakeDir, file.path));
}

async function distinctTables(
  context: HolisticContext,
  windows: readonly StaleWindow[],
  csv: (table: string) => string,
): Promise<WindowTable[]> {
  const tables: WindowTable[] = [];
  for (const plan of context.plan.distinct) {
    for (const grain of GRAINS) {
      const starts = windows.filter((window) => window.grain === grain).map((window) => window.start);
      const sets = plan.sets.filter((set) => set.grain === grain);
      if (starts.length === 0 || sets.length === 0) continue;
      tables.push(...(await distinctOfGrain(context, { plan: withSets(plan, sets), grain, starts, csv })));
    }
  }
  return tables;
}

/** The part of a plan that these sets need. */
function withSets(plan: GroupingPlan, sets: readonly GroupingSet[]): GroupingPlan {
  const used = new Set(sets.flatMap((set) => set.by));
  const dimensions = Object.fromEntries(Object.entries(plan.dimensions).filter(([name]) => used.has(name)));
  return { ...plan, sets, dimensions };
}

async function distinctOfGrain(
  context: HolisticContext,
  work: { plan: GroupingPlan; grain: Grain; starts: readonly number[]; csv: (table: string) => string },
): Promise<WindowTable[]> {
  const { connection } = context;
  const time = context.plan.stream.eventTime;
  const [low, high] = span(work.starts, GRAIN_MS[work.grain]);
  const files = await lakePaths(context, low, high);
  const emptied = (set: GroupingSet): WindowTable => ({
    table: `${set.rollup}_distinct`,
    grain: set.grain,
    columns: columnsOf(set),
    csvPath: null,
  });
  if (files.length === 0) return work.plan.sets.map(emptied);
  const pass = identifier(`holistic_${context.plan.stream.name}`);
  const restrict = renderWindows(time, work.grain, work.starts);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${pass} AS ${renderGroupingSets(work.plan, renderLakeFiles(files), time, restrict)}`,
  );
  const tables: WindowTable[] = [];
  for (const set of work.plan.sets) {
    const table = `${set.rollup}_distinct`;
    const csvPath = work.csv(table);
    await connection.run(
      `COPY (${renderSetRows(work.plan, set, pass)}) TO ${textLiteral(csvPath)} (FORMAT csv, HEADER false)`,
    );
    tables.push({ table, grain: set.grain, columns: columnsOf(set), csvPath });
  }
  await connection.run(`DROP TABLE ${pass}`);
  return tables;
}

function columnsOf(set: GroupingSet): string[] {
  return ['window_start', ...set.by, ...Object.keys(set.measures)];
}

function span(starts: readonly number[], length: number): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const start of starts) {
    low = Math.min(low, start);
    high = Math.max(high, start + length);
  }
  return [low, high];
}

/** A condition that keeps the events of these windows alone. */
function renderWindows(timeColumn: string, grain: Grain, starts: readonly number[]): string {
  const time = identifier(timeColumn);
  const ranges = runsOf(starts, GRAIN_MS[grain]).map(
    ([from, to]) => `(${time} >= make_timestamp_ms(${from}) AND ${time} < make_timestamp_ms(${to}))`,
  );
  return `(${ranges.join(' OR ')})`;
}

/** Neighbouring windows as one range: [from, to) in epoch milliseconds. */
export function runsOf(starts: readonly number[], length: number): [number, number][] {
  const runs: [number, number][] = [];
  for (const start of [...starts].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], start + length);
    else runs.push([start, start + length]);
  }
  return runs;
}

/**
 * Sessions that start on a stale day, or on the day before (they may reach into it). Day by day, so
 * that memory does not grow with the range.
 */
async function refreshSessions(
  context: HolisticContext,
  windows: readonly StaleWindow[],
  csv: (table: string) => string,
): Promise<void> {
  const { sessions } = context.plan.stream;
  if (sessions === undefined || context.plan.sessions.length === 0) return;
  const starts = (grain: Grain): number[] =>
    windows.filter((window) => window.grain === grain).map((window) => window.start);
  const minutes = starts('minute').sort((a, b) => a - b);
  const stale = new Set(starts('day'));
  const days = new Set(stale);
  for (const day of stale) {
    const first = minutes.find((minute) => minute >= day) ?? day;
    const carried = context.carried.get(day - DAY);
    const isApart = carried !== undefined && first > carried + sessions.idleMinutes * GRAIN_MS.minute;
    if (!isApart || stale.has(day - DAY)) await addDaysBefore(context, day, days);
  }
  for (const day of [...days].sort((a, b) => a - b)) await refreshSessionDay(context, day, csv);
}

/** Adds the days before this one on which a session may have begun that reaches into it. */
async function addDaysBefore(context: HolisticContext, day: number, days: Set<number>): Promise<void> {
  let earlier = day - DAY;
  days.add(earlier);
  for (; await chainCrosses(context, earlier); earlier -= DAY) days.add(earlier - DAY);
}

/** Whether a visitor was active without a pause from before this day until after it: a session over a day long. */
async function chainCrosses(context: HolisticContext, day: number): Promise<boolean> {
  const { stream } = context.plan;
  const { sessions } = stream;
  if (sessions === undefined) return false;
  const idle = sessions.idleMinutes * GRAIN_MS.minute;
  const files = await lakePaths(context, day - idle, day + DAY);
  if (files.length === 0) return false;
  const time = identifier(stream.eventTime);
  const key = identifier(sessions.key);
  const events = `SELECT ${key} AS visitor, epoch_ms(${time}) AS t FROM ${renderLakeFiles(files)} WHERE ${time} >= make_timestamp_ms(${
    day - idle
  }) AND ${time} < make_timestamp_ms(${day + DAY}) AND ${key} IS NOT NULL`;
  // A day without a pause of `idle` takes that many events at the least: few visitors are left to look at.
  const busy = `SELECT visitor FROM (${events}) GROUP BY visitor HAVING min(t) < ${day} AND max(t) >= ${
    day + DAY - idle
  } AND count(*) >= ${Math.floor(DAY / idle)}`;
  const gaps = `SELECT visitor, t - lag(t) OVER (PARTITION BY visitor ORDER BY t) AS gap FROM (${events}) WHERE visitor IN (${busy})`;
  const rows = await rowsOf(
    context.connection,
    `SELECT visitor FROM (${gaps}) GROUP BY visitor HAVING max(coalesce(gap, 0)) <= ${idle} LIMIT 1`,
  );
  return rows.length > 0;
}

async function refreshSessionDay(
  context: HolisticContext,
  day: number,
  csv: (table: string) => string,
): Promise<void> {
  const { connection, plan, warehouse, shadow } = context;
  const { stream } = plan;
  const any = await createSessions(context, day);
  const tables: WindowTable[] = [];
  for (const grouping of plan.sessions) {
    const pass = identifier(`sessions_pass_${stream.name}`);
    if (any) {
      await connection.run(
        `CREATE OR REPLACE TEMP TABLE ${pass} AS ${renderGroupingSets(grouping, 'day_sessions', 'started_at')}`,
      );
    }
    for (const set of grouping.sets) {
      const csvPath = any ? csv(set.rollup) : null;
      if (csvPath !== null) {
        await connection.run(
          `COPY (${renderSetRows(grouping, set, pass)}) TO ${textLiteral(csvPath)} (FORMAT csv, HEADER false)`,
        );
      }
      tables.push({ table: set.rollup, grain: set.grain, columns: columnsOf(set), csvPath });
    }
  }
  const windows = GRAINS.flatMap((grain) =>
    Array.from({ length: DAY / GRAIN_MS[grain] }, (_, index) => ({
      grain,
      start: day + index * GRAIN_MS[grain],
      version: 0n,
    })),
  );
  await warehouse.replaceWindows({ stream: stream.name, windows, tables, settle: false, shadow });
}

/** Days whose last session's end is remembered. */
const CARRIED_DAYS = 400;

/** Remembers when the last of the sessions that were under way on a day ended. */
function carryOver(context: HolisticContext, day: number, last: number): void {
  context.carried.set(day, last);
  const [oldest] = context.carried.keys();
  if (context.carried.size > CARRIED_DAYS && oldest !== undefined) context.carried.delete(oldest);
}

/** Hours of slack behind a day, in which most sessions that start on it have ended. */
const SLACK_MS = 2 * GRAIN_MS.hour;

/**
 * Fills `day_sessions` with the sessions that start on a day, reading on until each has ended.
 * False when there are no events.
 */
async function createSessions(context: HolisticContext, day: number): Promise<boolean> {
  const { connection } = context;
  const { stream } = context.plan;
  const { sessions } = stream;
  if (sessions === undefined) return false;
  const idle = sessions.idleMinutes * GRAIN_MS.minute;
  const time = identifier(stream.eventTime);
  for (let until = day + DAY + SLACK_MS; ; until += DAY) {
    const files = await lakePaths(context, day - idle, until);
    if (files.length === 0) return false;
    const source = `(SELECT * FROM ${renderLakeFiles(files)} WHERE ${time} >= make_timestamp_ms(${
      day - idle
    }) AND ${time} < make_timestamp_ms(${until}))`;
    // Sessions that began before the day are here, too, but without their beginning.
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE loaded_sessions AS SELECT * FROM (${renderSessionRows(
        stream,
        sessions,
        source,
      )}) WHERE started_at < make_timestamp_ms(${day + DAY})`,
    );
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE day_sessions AS SELECT * FROM loaded_sessions WHERE started_at >= make_timestamp_ms(${day})`,
    );
    const [ends] = await rowsOf(
      connection,
      `SELECT CAST(epoch_ms(max(ended_at)) AS DOUBLE) AS last, CAST(epoch_ms(max(ended_at) FILTER (WHERE started_at >= make_timestamp_ms(${day}))) AS DOUBLE) AS own FROM loaded_sessions`,
    );
    const isOpen = (end: unknown): boolean => typeof end === 'number' && end >= until - idle;
    carryOver(
      context,
      day,
      isOpen(ends?.['last']) ? Number.POSITIVE_INFINITY : Number(ends?.['last'] ?? day),
    );
    if (!isOpen(ends?.['own'])) return true;
  }
}

/** The fact of the star schema, for the stale hours. */
async function refreshStar(
  context: HolisticContext,
  windows: readonly StaleWindow[],
  csv: (table: string) => string,
): Promise<void> {
  const { plan, connection, warehouse, shadow } = context;
  const { star } = plan.stream;
  const hours = windows.filter((window) => window.grain === 'hour').map((window) => window.start);
  if (star === undefined || hours.length === 0) return;
  const files = await lakePaths(context, ...span(hours, GRAIN_MS.hour));
  const csvPath = files.length === 0 ? null : csv(star.fact);
  if (csvPath !== null) {
    const rows = renderStarRows(plan.stream, star, {
      from: renderLakeFiles(files),
      restrict: renderWindows(plan.stream.eventTime, 'hour', hours),
    });
    await connection.run(`COPY (${rows}) TO ${textLiteral(csvPath)} (FORMAT csv, HEADER false)`);
  }
  await warehouse.refreshStar({ stream: plan.stream.name, hours, csvPath, shadow });
}
