import type { LakeQuery } from '../engine/contract.ts';
import { CrosscurrentError } from '../event/errors.ts';
import { GRAIN_MS } from '../stream/rollup.ts';
import type { Statement } from './answer.ts';
import { plainText, textOf, toInstant } from './cells.ts';
import { compareDecimals, exactRatio } from './exact.ts';
import { needsLake, partNames } from './figure-sql.ts';
import { holds, type LakeSpan, missingWords } from './lake-span.ts';
import type { StoredWindows } from './period.ts';
import type { QueryFigure, ReportQuery, Term } from './query.ts';
import { MAX_ROWS } from './standard.ts';

/** A row as the warehouse gave it, under the headings of the answer. */
export type RawRow = Readonly<Record<string, unknown>>;

/** Rows that a figure from the lake may order: they are all held in memory. */
export const MAX_ORDERED_ROWS = 200_000;

type Key = Readonly<Record<string, string | boolean>>;
type Counted = Extract<Term, { kind: 'counted' }>;

/** Whether the warehouse can neither order nor cut the rows, because a count from the lake decides which are first. */
export function isOrderedByLake(query: ReportQuery): boolean {
  return query.figures.some((figure) => figure.name === query.order && needsLake(figure));
}

interface Completed {
  readonly rows: readonly RawRow[];
  /** What the lake ran. */
  readonly statements: readonly Statement[];
  /** Why counts are null: the lake does not hold all events that they are of. */
  readonly unknown: string | undefined;
}

/** Where counts are made, what it holds, and of which windows the rows can be. */
interface Counter {
  readonly lake: LakeQuery;
  readonly span: LakeSpan;
  readonly stored: StoredWindows | undefined;
}

/**
 * Rows of the warehouse with the figures that only the lake can count. Where one of these decides which rows are
 * first, `rows` are all there are: they are ordered and cut here. More than `MAX_ORDERED_ROWS` of them are refused.
 * A count of events that the lake does not hold all is null, never too small.
 */
export async function completeRows(
  counter: Counter,
  query: ReportQuery,
  rows: readonly RawRow[],
): Promise<Completed> {
  if (!isOrderedByLake(query)) return addCounted(counter, query, rows);
  if (rows.length > MAX_ORDERED_ROWS) {
    throw new CrosscurrentError(
      'unsupported',
      `More than ${MAX_ORDERED_ROWS} rows would have to be counted to find the first ones.`,
      'Ask for a shorter range.',
    );
  }
  const completed = await addCounted(counter, query, rows);
  return { ...completed, rows: orderRows(query, completed.rows) };
}

async function addCounted(
  { lake, span, stored }: Counter,
  query: ReportQuery,
  rows: readonly RawRow[],
): Promise<Completed> {
  const figures = query.figures.filter(needsLake);
  const statements: Statement[] = [];
  const unheld = rows.map((row) => rangeOf(query, row, stored)).filter((range) => !holds(span, range));
  const unknown = unheld.length === 0 ? undefined : missingWords(span, unheld);
  const counts = new Map<string, ReadonlyMap<string, bigint>>();
  for (const term of figures.flatMap((figure) => [figure.of, figure.ratio?.per])) {
    if (term?.kind !== 'counted' || counts.has(identity(term)) || unheld.length === rows.length) continue;
    const { values, sql } = await countDistinct(lake, query, { term, rows });
    counts.set(identity(term), values);
    statements.push({ engine: 'duckdb', text: sql, values: [] });
  }
  const completed = rows.map((row) => {
    const isKnown = unknown === undefined || holds(span, rangeOf(query, row, stored));
    const value = (term: Term, part: string) => {
      if (term.kind !== 'counted') return textOf(row[part]);
      return isKnown ? String(counts.get(identity(term))?.get(rowKey(query, row)) ?? 0n) : null;
    };
    return {
      ...row,
      ...Object.fromEntries(figures.map((figure) => [figure.name, figureValue(figure, value)])),
    };
  });
  return { rows: completed, statements, unknown };
}

/** Of which event times a row is, as far as anything is stored. */
function rangeOf(
  query: ReportQuery,
  row: RawRow,
  stored: StoredWindows | undefined,
): { from: number; to: number } {
  const start = query.time === undefined ? query.from : toInstant(row[query.time.heading]);
  const end = query.time === undefined ? query.to : start + GRAIN_MS[query.time.bucket];
  if (stored === undefined) return { from: start, to: end };
  const newest = stored.last + GRAIN_MS[stored.grain];
  return { from: Math.max(start, stored.first), to: Math.min(end, newest) };
}

function identity({ column, where, lists }: Counted): string {
  return JSON.stringify([column, where ?? null, lists]);
}

function figureValue(figure: QueryFigure, value: (term: Term, part: string) => string | null): string | null {
  const parts = partNames(figure);
  const of = value(figure.of, parts.of);
  if (figure.ratio === undefined) return of;
  return exactRatio({ ...figure.ratio, of, per: value(figure.ratio.per, parts.per) });
}

async function countDistinct(
  lake: LakeQuery,
  query: ReportQuery,
  { term, rows }: { term: Counted; rows: readonly RawRow[] },
): Promise<{ values: ReadonlyMap<string, bigint>; sql: string }> {
  // A single member or bucket per row is known only when the warehouse has chosen the rows.
  const keys = query.keys.length === 0 || isOrderedByLake(query) ? undefined : membersOf(query, rows);
  const answer = await lake.distinct({
    stream: query.stream,
    where: term.where,
    column: term.column,
    from: query.from,
    to: query.to,
    by: query.keys.map(({ dimension }) => dimension),
    bucket: query.time?.bucket,
    equals: query.equals,
    lists: term.lists,
    known: term.known,
    ...(keys === undefined ? {} : { keys }),
  });
  const values = answer.rows.map(({ key, bucket, value }) => {
    const members = query.keys.map(({ dimension }) => key[dimension] ?? null);
    return [keyText(query.time === undefined ? null : bucket, members), value] as const;
  });
  return { values: new Map(values), sql: answer.sql };
}

function membersOf(query: ReportQuery, rows: readonly RawRow[]): Key[] {
  const keys = new Map<string, Key>();
  for (const row of rows) {
    const members = query.keys.map(({ heading }) => member(row[heading]));
    const key = Object.fromEntries(
      query.keys.map(({ dimension }, index) => [dimension, members[index] ?? '']),
    );
    keys.set(keyText(null, members), key);
  }
  return [...keys.values()];
}

function member(value: unknown): string | boolean {
  return typeof value === 'boolean' ? value : plainText(value);
}

function rowKey(query: ReportQuery, row: RawRow): string {
  const bucket = query.time === undefined ? null : toInstant(row[query.time.heading]);
  return keyText(
    bucket,
    query.keys.map(({ heading }) => member(row[heading])),
  );
}

function keyText(bucket: number | null, members: readonly (string | boolean | null)[]): string {
  return JSON.stringify([bucket, ...members]);
}

/** Orders and cuts rows as the warehouse would have, once figures from the lake are there. */
function orderRows(query: ReportQuery, rows: readonly RawRow[]): readonly RawRow[] {
  const { order, each, limit } = query;
  const compare = (a: RawRow, b: RawRow) =>
    (order === undefined ? 0 : mostFirst(a[order], b[order])) || byKey(query, a, b);
  const sorted = [...rows].sort(compare);
  if (each === undefined) return sorted.slice(0, limit);
  const heading = query.keys.find(({ dimension }) => dimension === each)?.heading ?? each;
  const taken = new Map<unknown, RawRow[]>();
  for (const row of sorted) {
    const group = taken.get(row[heading]) ?? [];
    if (group.length < limit) group.push(row);
    taken.set(row[heading], group);
  }
  return [...taken]
    .sort(([a], [b]) => compareKeys(a, b))
    .flatMap(([, group]) => group)
    .slice(0, MAX_ROWS);
}

function mostFirst(a: unknown, b: unknown): number {
  const [x, y] = [textOf(a), textOf(b)];
  if (x === null || y === null) return Number(x === null) - Number(y === null);
  return -compareDecimals(x, y);
}

function byKey(query: ReportQuery, a: RawRow, b: RawRow): number {
  const time =
    query.time === undefined ? 0 : toInstant(a[query.time.heading]) - toInstant(b[query.time.heading]);
  return query.keys.reduce((so, { heading }) => so || compareKeys(a[heading], b[heading]), time);
}

/** By code point, as the C collation does: UTF-8 keeps its order, UTF-16 does not. */
function compareKeys(a: unknown, b: unknown): number {
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  return Buffer.compare(Buffer.from(plainText(a)), Buffer.from(plainText(b)));
}
