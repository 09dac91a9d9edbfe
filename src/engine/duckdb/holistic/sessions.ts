import { GRAIN_MS, type Grain } from '../../../stream/rollup.ts';
import type { Sessions } from '../../../stream/sessions.ts';
import type { LakeFile, StaleWindow, WindowTable } from '../../../warehouse/contract.ts';
import { type DuckDBConnection, identifier, numberOf, rowsOf, textLiteral } from '../database.ts';
import { renderGroupingSets, renderSetRows } from '../grouping.ts';
import { lakeRows, renderLakeFiles } from '../lake-source.ts';
import {
  IS_BRIEF,
  renderBriefVisits,
  renderSessionEvents,
  renderSessionRows,
  renderTied,
  VISITOR,
} from '../session-rows.ts';
import { type CsvPath, EVENTS_AT_ONCE, filesWithin, type HolisticContext } from './context.ts';
import { columnsOf } from './distinct.ts';
import { rowsWithin } from './lots.ts';
import { scatter } from './scatter.ts';

const DAY = GRAIN_MS.day;
const GRAINS: readonly Grain[] = ['minute', 'hour', 'day'];

/** To put events in order takes so many times the memory that grouping them takes. */
const ORDER_FACTOR = 2;

/**
 * Sessions that start on a stale day, or on the day before (they may reach into it). Day by day, so
 * that memory does not grow with the range.
 */
export async function refreshSessions(
  context: HolisticContext,
  windows: readonly StaleWindow[],
  csv: CsvPath,
): Promise<void> {
  const { sessions } = context.plan.stream;
  if (sessions === undefined || context.plan.sessions.length === 0) return;
  const starts = (grain: Grain): number[] =>
    windows.filter((window) => window.grain === grain).map((window) => window.start);
  const minutes = starts('minute').sort((a, b) => a - b);
  const stale = new Set(starts('day'));
  forgetJoined(context, { minutes, stale, idle: sessions.idleMinutes * GRAIN_MS.minute });
  const days = new Set(stale);
  for (const day of stale) {
    const first = minutes.find((minute) => minute >= day) ?? day;
    const carried = context.carried.get(day - DAY);
    const isApart = carried !== undefined && first > carried + sessions.idleMinutes * GRAIN_MS.minute;
    if (!isApart || stale.has(day - DAY)) await addDaysBefore(context, day, days);
  }
  for (const day of [...days].sort((a, b) => a - b)) await refreshSessionDay(context, day, csv);
}

/**
 * Minutes that are settled before their day is will not be there any more when it comes: where one of them may go on
 * with a session of the day before, that day has to be looked at again.
 */
function forgetJoined(
  { carried }: HolisticContext,
  { minutes, stale, idle }: { minutes: readonly number[]; stale: ReadonlySet<number>; idle: number },
): void {
  for (const minute of minutes) {
    const day = Math.floor(minute / DAY) * DAY;
    const last = carried.get(day - DAY);
    if (!stale.has(day) && last !== undefined && minute <= last + idle) carried.delete(day - DAY);
  }
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
  const files = await filesWithin(context, day - idle, day + DAY);
  if (files.length === 0) return false;
  const lake = renderLakeFiles(lakeRows(context.lakeDir, files));
  const time = identifier(stream.eventTime);
  const key = identifier(sessions.key);
  const events = `SELECT ${key} AS visitor, epoch_ms(${time}) AS t FROM ${lake} WHERE ${time} >= make_timestamp_ms(${
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

async function refreshSessionDay(context: HolisticContext, day: number, csv: CsvPath): Promise<void> {
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
  for (let until = day + DAY + SLACK_MS; ; until += DAY) {
    const files = await filesWithin(context, day - idle, until);
    if (files.length === 0) return false;
    await loadSessions(context, { sessions, files, from: day - idle, until, before: day + DAY });
    await connection.run(
      `CREATE OR REPLACE TEMP VIEW day_sessions AS SELECT * FROM loaded_sessions WHERE started_at >= make_timestamp_ms(${day})`,
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

/**
 * Fills `loaded_sessions` with the sessions among the events of a range that begin before an instant. Visitors are
 * taken in parts, so that the memory does not grow with the number of events. Sessions that began before the range
 * are here, too, but without their beginning.
 */
async function loadSessions(
  context: HolisticContext,
  work: {
    sessions: Sessions;
    files: readonly LakeFile[];
    from: number;
    until: number;
    before: number;
  },
): Promise<void> {
  const { connection, scratchDir } = context;
  const { stream } = context.plan;
  const { sessions } = work;
  const time = identifier(stream.eventTime);
  const most = context.eventsAtOnce ?? EVENTS_AT_ONCE;
  const parts = Math.max(1, Math.ceil(rowsWithin(work.files, work.from, work.until) / most));
  const inRange = `${time} >= make_timestamp_ms(${work.from}) AND ${time} < make_timestamp_ms(${work.until})`;
  const lake = `(SELECT * FROM ${renderLakeFiles(lakeRows(context.lakeDir, work.files))} WHERE ${inRange})`;
  const rows = renderSessionEvents(stream, sessions, lake);
  const scattered = await scatter(connection, { rows, column: VISITOR, parts, scratchDir });
  const sources = scattered.parts.length === 0 ? [`SELECT * FROM (${rows}) LIMIT 0`] : scattered.parts;
  let created = false;
  const fill = async (made: string): Promise<void> => {
    const begun = `SELECT * FROM (${made}) WHERE started_at < make_timestamp_ms(${work.before})`;
    await connection.run(
      created
        ? `INSERT INTO loaded_sessions ${begun}`
        : `CREATE OR REPLACE TEMP TABLE loaded_sessions AS ${begun}`,
    );
    created = true;
  };
  try {
    for (const events of sources) await loadPart(connection, { sessions, events, most, fill });
  } finally {
    await scattered.remove();
  }
}

/** Adds the sessions of some visitors: of most by grouping their events, of the others by putting these in order. */
async function loadPart(
  connection: DuckDBConnection,
  work: { sessions: Sessions; events: string; most: number; fill: (sql: string) => Promise<void> },
): Promise<void> {
  const { sessions, events, fill } = work;
  await connection.run(`CREATE OR REPLACE TEMP TABLE tied_visitors AS ${renderTied(events)}`);
  await fill(renderBriefVisits(sessions, events, 'tied_visitors'));
  await connection.run('DROP TABLE tied_visitors');
  const others = `FROM loaded_sessions WHERE NOT ${IS_BRIEF}`;
  const count = await numberOf(connection, `SELECT CAST(coalesce(sum(events), 0) AS BIGINT) ${others}`);
  const parts = Math.ceil((count * ORDER_FACTOR) / work.most);
  for (let part = 0; part < parts; part += 1) {
    // By other bits than those that `scatter` goes by, which are the same for all visitors of a part.
    const visitors = `SELECT visitor ${others} AND (hash(visitor) >> 32) % ${parts} = ${part}`;
    const rest = `SELECT * FROM (${events}) e SEMI JOIN (${visitors}) USING (visitor)`;
    await fill(`SELECT *, true AS ${IS_BRIEF} FROM (${renderSessionRows(sessions, rest)})`);
  }
  await connection.run(`DELETE ${others}`);
}
