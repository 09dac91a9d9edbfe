// What a report must answer, straight from the events: no rollup, no SQL, nothing of the code under test but types.
import type { Stream } from '../../stream/define.ts';
import type { Figure, ReportOf } from '../../stream/report.ts';
import { GRAIN_MS, type Grain, type Measure, type Rollup } from '../../stream/rollup.ts';
import { decimal, grouped, holds, member, type TestEvent, throughLists, units } from './fold.ts';

export interface Question {
  readonly stream: Stream;
  readonly report: ReportOf;
  readonly events: readonly TestEvent[];
  readonly sessions?: readonly TestEvent[];
  readonly from: number;
  readonly to: number;
  readonly bots?: 'exclude' | 'include' | 'only';
  readonly limit?: number;
  /** The dimension that stands for `$by`, the grain that stands for `$grain`. */
  readonly by?: string;
  readonly grain?: Grain;
  readonly equals?: Readonly<Record<string, string>>;
}

type Row = Record<string, string | number | boolean | null>;

function rollupOf(stream: Stream, name: string): { rollup: Rollup; time: string; ofSessions: boolean } {
  const overEvents = stream.rollups[name];
  if (overEvents !== undefined) return { rollup: overEvents, time: stream.eventTime, ofSessions: false };
  const overSessions = stream.sessions?.rollups[name];
  if (overSessions === undefined) throw new Error(`no rollup ${name}`);
  return { rollup: overSessions, time: 'started_at', ofSessions: true };
}

/** Exact value of a measure: units of 10^-9, or null. */
function measured(measure: Measure, events: readonly TestEvent[]): bigint | null {
  if (measure.kind === 'count')
    return units(String(events.filter((event) => holds(measure.where, event)).length));
  const values = events.map((event) => event[measure.column] ?? null).filter((value) => value !== null);
  if (measure.kind === 'distinct') return units(String(new Set(values).size));
  const exact = values.map((value) => units(String(value)));
  if (measure.kind === 'sum') return exact.reduce((sum, value) => sum + value, 0n);
  if (exact.length === 0) return null;
  return exact.reduce((best, value) => ((measure.kind === 'min') === value < best ? value : best));
}

function figureValue(figure: Figure, rollup: Rollup, events: readonly TestEvent[]): number | null {
  const value = (name: string) => {
    const measure = rollup.measures[name];
    if (measure === undefined) throw new Error(`no measure ${name}`);
    return measured(measure, events);
  };
  if (figure.kind === 'measure') {
    const exact = value(figure.measure);
    return exact === null ? null : Number(decimal(exact));
  }
  // A share is made when all rows are there.
  if (figure.kind === 'share') return Number(decimal(value(figure.of) ?? 0n));
  const [of, per] = [value(figure.of), value(figure.per)];
  if (of === null || per === null || per === 0n) return null;
  return rounded(of * BigInt(figure.times), per * BigInt(figure.scale), figure.decimals);
}

/** of / per, half up (the tests have no negative ratios). */
function rounded(of: bigint, per: bigint, decimals: number): number {
  const scaled = (2n * of * 10n ** BigInt(decimals) + per) / (2n * per);
  return Number(scaled) / 10 ** decimals;
}

/** The rows a report must answer for a range of whole windows. */
export function expectedRows(question: Question): Row[] {
  const { stream, report } = question;
  const sources = [
    { ...rollupOf(stream, report.from), figures: report.figures },
    ...(report.join === undefined
      ? []
      : [{ ...rollupOf(stream, report.join.from), figures: report.join.figures }]),
  ];
  const selected = sources.map((source) => {
    const items = selectedItems(question, source);
    return { ...source, items, ofKey: Map.groupBy(items, (event) => keyOf(question, event, source.time).id) };
  });
  const keys = rowKeys(question, selected);
  const rows = keys.map((key) => {
    const row: Row = { ...key.shown };
    for (const { ofKey, rollup, figures } of selected) {
      const own = ofKey.get(key.id) ?? [];
      for (const [name, figure] of Object.entries(figures)) row[name] = figureValue(figure, rollup, own);
    }
    return row;
  });
  const shown = cut(question, withShares(report, rows));
  return report.steps === undefined ? shown : stepped(report, shown).slice(0, question.limit);
}

/** A figure of the kind `share` is its row's part of all rows, or of those of its time. */
function withShares(report: ReportOf, rows: readonly Row[]): Row[] {
  const totals = new Map<string, number>();
  const shares = Object.entries(report.figures).flatMap(([name, one]) =>
    one.kind === 'share' ? [{ name, decimals: one.decimals }] : [],
  );
  for (const row of rows) {
    for (const { name } of shares) {
      const key = `${name} ${row['time']}`;
      totals.set(key, (totals.get(key) ?? 0) + Number(row[name]));
    }
  }
  return rows.map((row) => ({
    ...row,
    ...Object.fromEntries(
      shares.map(({ name, decimals }) => {
        const total = totals.get(`${name} ${row['time']}`) ?? 0;
        return [
          name,
          total === 0 ? null : rounded(BigInt(Number(row[name])) * 100n, BigInt(total), decimals),
        ];
      }),
    ),
  }));
}

function selectedItems(question: Question, source: { rollup: Rollup; time: string; ofSessions: boolean }) {
  const { stream, report, from, to, equals = {} } = question;
  const bots = stream.bots !== undefined && source.rollup.by.includes(stream.bots) ? stream.bots : undefined;
  const items = source.ofSessions ? (question.sessions ?? []) : question.events;
  return throughLists(stream, source.rollup.by, items).filter((event) => {
    const at = Number(event[source.time]);
    if (at < from || at >= to || !holds(source.rollup.where, event)) return false;
    if (bots !== undefined && question.bots !== 'include' && event[bots] !== (question.bots === 'only'))
      return false;
    const known = (report.known ?? []).map((name) => (name === '$by' ? (question.by ?? '') : name));
    if (known.some((name) => member(event, name) === 'undefined')) return false;
    return Object.entries({ ...report.where, ...equals }).every(
      ([name, value]) => member(event, name) === value,
    );
  });
}

interface RowKey {
  readonly id: string;
  readonly shown: Row;
}

function bucketWidth({ report, grain }: Question): number {
  const bucket = report.time === '$grain' ? grain : report.time;
  return GRAIN_MS[bucket ?? 'day'];
}

function timeOf(question: Question, at: number): Row {
  const { report } = question;
  if (report.time === undefined) return {};
  if (report.hourOfDay) return { hour: new Date(at).getUTCHours() };
  const start = at - (at % bucketWidth(question));
  return { time: new Date(start).toISOString().replace('.000Z', 'Z') };
}

function keyOf(question: Question, event: TestEvent, time: string): RowKey {
  const shown = { ...timeOf(question, Number(event[time])), ...membersOf(question, event) };
  return { id: JSON.stringify(shown), shown };
}

function membersOf({ report, by }: Question, event: TestEvent): Row {
  const entries = report.by.map((name) => {
    const dimension = name === '$by' ? (by ?? '') : name;
    return [report.rename?.[name] ?? dimension, member(event, dimension)] as const;
  });
  return Object.fromEntries(entries);
}

function rowKeys(
  question: Question,
  sources: readonly { items: readonly TestEvent[]; time: string }[],
): RowKey[] {
  const { report, from, to } = question;
  if (report.by.length === 0 && report.time === undefined) return [{ id: '{}', shown: {} }];
  const found = sources.flatMap(({ items, time }) =>
    items.map((event) => ({ event, key: keyOf(question, event, time) })),
  );
  const keys = new Map(found.map(({ key }) => [key.id, key]));
  if (report.fill) {
    const members = new Map(
      found.map(({ event }) => [JSON.stringify(membersOf(question, event)), membersOf(question, event)]),
    );
    if (report.by.length === 0) members.set('', {});
    const width = bucketWidth(question);
    const starts = report.hourOfDay
      ? Array.from({ length: 24 }, (_, hour) => hour * GRAIN_MS.hour)
      : Array.from({ length: (to - from) / width }, (_, at) => from + at * width);
    for (const start of starts) {
      for (const one of members.values()) {
        const shown = { ...timeOf(question, start), ...one };
        keys.set(JSON.stringify(shown), { id: JSON.stringify(shown), shown });
      }
    }
  }
  return [...keys.values()];
}

function cut({ report, by, limit = report.limit ?? 10_000 }: Question, rows: readonly Row[]): Row[] {
  const { order, each } = report;
  const headings = [
    ...(report.time === undefined ? [] : [report.hourOfDay ? 'hour' : 'time']),
    ...report.by.map((name) => report.rename?.[name] ?? (name === '$by' ? (by ?? name) : name)),
  ];
  const byKey = (a: Row, b: Row) =>
    headings.map((name) => codePoints(a[name], b[name])).find((so) => so !== 0) ?? 0;
  const sorted = rows.toSorted((a, b) => {
    const first = order === undefined ? 0 : Number(b[order]) - Number(a[order]);
    return first !== 0 ? first : byKey(a, b);
  });
  if (each === undefined) return sorted.slice(0, limit);
  const heading = report.rename?.[each] ?? each;
  return grouped(sorted, (row) => String(row[heading]))
    .toSorted(([a], [b]) => codePoints(a[heading], b[heading]))
    .flatMap((group) => group.slice(0, limit));
}

function codePoints(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [x, y] = [Array.from(String(a)), Array.from(String(b))];
  for (let at = 0; at < Math.min(x.length, y.length); at++) {
    const difference = (x[at]?.codePointAt(0) ?? 0) - (y[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return x.length - y.length;
}

function stepped({ steps, figures }: ReportOf, rows: readonly Row[]): Row[] {
  if (steps === undefined) return [];
  const names = Object.keys(figures);
  const share = (of: number, per: number) => (per === 0 ? null : rounded(BigInt(100 * of), BigInt(per), 2));
  return rows.flatMap((row) =>
    names.map((name, index) => {
      const [value, first, previous] = [name, names[0], names[Math.max(0, index - 1)]].map((one) =>
        Number(row[one ?? '']),
      );
      return {
        [steps.name]: name,
        [steps.value]: value ?? 0,
        of_first: share(value ?? 0, first ?? 0),
        of_previous: share(value ?? 0, previous ?? 0),
      };
    }),
  );
}
