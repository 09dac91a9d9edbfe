import type { LakeEvents } from '../engine/contract.ts';
import { CrosscurrentError } from '../event/errors.ts';
import { eventColumns } from '../stream/define.ts';
import { and, type Expression } from '../stream/expression.ts';
import { GRAIN_MS } from '../stream/rollup.ts';
import type { GivenParameters, ReportRunner } from './answer.ts';
import type { RawRow } from './distinct.ts';
import { type DeclaredReport, shorten } from './find.ts';
import { floorTo, parseInstant } from './instant.ts';
import { mentionEvent, newestMentions } from './mentions/newest.ts';
import type { Prepared } from './prepared.ts';
import { lakeFilter, type ReportQuery } from './query.ts';
import { findRollup, measureOf } from './rollups.ts';
import { columnType } from './standard.ts';

export const DEFAULT_EVENTS = 20;
export const MAX_EVENTS = 1000;

type Found = Awaited<ReturnType<ReportRunner['events']>>;

function bad(message: string, remedy: string): CrosscurrentError {
  return new CrosscurrentError('bad_parameter', message, remedy);
}

/**
 * The newest events behind a report, or behind one row of it: the row's columns can be given with their values.
 * Fails with `bad_parameter`.
 */
export async function eventsBehind(
  declared: DeclaredReport,
  given: GivenParameters,
  read: {
    lakeEvents: LakeEvents;
    ask: (sql: string, values: readonly unknown[]) => Promise<readonly RawRow[]>;
    prepare: (given: GivenParameters) => Promise<Prepared>;
  },
): Promise<Found> {
  const dimensions = narrowingNames(declared);
  const isNarrowing = (name: string) =>
    dimensions.has(name) && declared.report.parameters?.[name] === undefined;
  const rest = Object.entries(given).filter(
    ([name]) => !isNarrowing(name) && !['limit', 'figure'].includes(name),
  );
  const limit = eventLimit(given['limit']);
  const filter = figureFilter(declared, given['figure']);
  const { query, period } = await read.prepare(Object.fromEntries(rest));
  if (period === undefined) return { events: [], sql: '' };
  const members = Object.entries(given).filter(([name, value]) => isNarrowing(name) && value !== undefined);
  const equals = { ...query.equals, ...narrowing(declared, query, members) };
  const range = narrowedRange(query, given);
  const from = findRollup(declared.stream, declared.report.from);
  const { where: ofRollup, ...ofLists } = lakeFilter(query, from);
  const where = [ofRollup, filter].filter((one) => one !== undefined);
  if (from.of === 'mentions') {
    const { by } = from.rollup;
    const filters = [from.rollup.where, filter].filter((one) => one !== undefined);
    const statement = newestMentions({ ...query, ...range, equals, by, where: filters, limit });
    const rows = await read.ask(statement.text, statement.values);
    return { events: rows.map((row) => mentionEvent(query, row)), sql: statement.text };
  }
  return read.lakeEvents.newest({
    stream: declared.stream,
    where: where.length > 1 ? and(...where) : where[0],
    ...range,
    ...ofLists,
    equals: eventMembers(declared, equals),
    limit,
  });
}

/** What a row can be picked by: dimensions, their headings and the time of a bucket. */
function narrowingNames({ stream, report }: DeclaredReport): ReadonlySet<string> {
  const time = report.time === undefined ? [] : [report.hourOfDay ? 'hour' : 'time'];
  const headings = Object.values(report.rename ?? {}).filter((name) => name !== undefined);
  return new Set([...findRollup(stream, report.from).rollup.by, ...headings, ...time]);
}

function narrowing(
  { stream, report }: DeclaredReport,
  query: ReportQuery,
  members: readonly (readonly [string, unknown])[],
): Record<string, string | boolean> {
  const { by } = findRollup(stream, report.from).rollup;
  const equals: Record<string, string | boolean> = {};
  for (const [name, value] of members) {
    if (name === query.time?.heading) continue;
    const dimension = query.keys.find(({ heading }) => heading === name)?.dimension ?? name;
    const member = String(value);
    if (typeof value === 'object' || member.includes('\0') || !by.includes(dimension)) {
      throw bad(`${name} cannot be "${shorten(member)}".`, `Give one text. Allowed names: ${by.join(', ')}.`);
    }
    if (columnType(stream, dimension) !== 'boolean') equals[dimension] = member;
    else if (member === 'true' || member === 'false') equals[dimension] = member === 'true';
    else throw bad(`${name} cannot be "${shorten(member)}".`, 'Allowed: true, false.');
  }
  return equals;
}

/** Dimensions that only a session has say nothing about a single event. */
function eventMembers(
  { stream }: DeclaredReport,
  equals: Readonly<Record<string, string | boolean>>,
): Record<string, string | boolean> {
  const columns = { ...eventColumns(stream), ...stream.elements };
  const unknown = Object.keys(equals).find((name) => columns[name] === undefined);
  if (unknown === undefined) return equals;
  throw bad(
    `${unknown} belongs to a session, not to an event.`,
    'Leave it out: the events of all sessions of the range are shown.',
  );
}

/** The range of one bucket when the row's time is given, else the range of the report. */
function narrowedRange(query: ReportQuery, given: GivenParameters): { from: number; to: number } {
  const { time, from, to } = query;
  const value = time === undefined ? undefined : given[time.heading];
  if (time === undefined || value === undefined) return { from, to };
  const start = time.hourOfDay ? hourStart(query, String(value)) : parseInstant(String(value));
  if (start === undefined || start < from || start >= to || start !== floorTo(time.bucket, start)) {
    const shape = time.hourOfDay
      ? 'an hour from 0 to 23, of a range of one day'
      : `the start of a ${time.bucket} in the range`;
    throw bad(`${time.heading} cannot be "${shorten(String(value))}".`, `Allowed: ${shape}.`);
  }
  return { from: start, to: start + GRAIN_MS[time.bucket] };
}

function hourStart({ from, to }: ReportQuery, hour: string): number | undefined {
  const isOneDay = from % GRAIN_MS.day === 0 && to - from === GRAIN_MS.day;
  return isOneDay && /^(1?\d|2[0-3])$/.test(hour) ? from + Number(hour) * GRAIN_MS.hour : undefined;
}

function eventLimit(given: unknown): number {
  if (given === undefined) return DEFAULT_EVENTS;
  const limit = /^\d{1,4}$/.test(String(given)) ? Number(given) : 0;
  if (limit >= 1 && limit <= MAX_EVENTS) return limit;
  throw bad(
    `limit cannot be "${shorten(String(given))}".`,
    `Allowed: a whole number from 1 to ${MAX_EVENTS}.`,
  );
}

/** The events that a figure counts, when its measure has a filter of its own. */
function figureFilter({ stream, report }: DeclaredReport, name: unknown): Expression | undefined {
  if (name === undefined) return undefined;
  const figure = report.figures[String(name)];
  if (figure === undefined) {
    throw bad(
      `figure cannot be "${shorten(String(name))}".`,
      `Allowed: ${Object.keys(report.figures).join(', ')}.`,
    );
  }
  const from = findRollup(stream, report.from);
  const measure = measureOf(from, figure.kind === 'measure' ? figure.measure : figure.of);
  return from.of !== 'sessions' && measure.kind === 'count' ? measure.where : undefined;
}
