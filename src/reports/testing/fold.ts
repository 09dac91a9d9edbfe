// An independent, slow account of what rollups and the lake hold: everything is computed from the events in one go.
import type {
  DistinctQuery,
  DistinctRow,
  EventsQuery,
  LakeEvents,
  LakeQuery,
  ListingQuery,
} from '../../engine/contract.ts';
import type { Stream } from '../../stream/define.ts';
import { PART_SEPARATOR } from '../../stream/elements.ts';
import type { Expression } from '../../stream/expression.ts';
import { GRAIN_MS, type Measure, type Rollup } from '../../stream/rollup.ts';
import { type NamedRollup, rollupsOf } from '../rollups.ts';
import { insertRows, type TestDatabase } from './database.ts';

/** An event with all its columns; times in epoch milliseconds, decimals as text. */
export type TestEvent = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** The events a row each for each text of the lists that these dimensions go through; elements are columns then. */
export function throughLists(
  { elements }: Pick<Stream, 'elements'>,
  dimensions: readonly string[],
  events: readonly TestEvent[],
): readonly TestEvent[] {
  const lists = new Set(dimensions.flatMap((name) => elements[name]?.list ?? []));
  return [...lists].reduce((rows, list) => rows.flatMap((row) => rowsOfTexts(elements, list, row)), events);
}

function rowsOfTexts(elements: Stream['elements'], list: string, row: TestEvent): TestEvent[] {
  const texts = row[list];
  if (!Array.isArray(texts)) return [];
  const own = Object.entries(elements).filter(([, element]) => element.list === list);
  return texts.map((text) => ({
    ...row,
    ...Object.fromEntries(
      own.map(([name, { part }]) => [
        name,
        part === undefined ? text : text.split(PART_SEPARATOR)[part] || null,
      ]),
    ),
  }));
}

/** The value of an expression that declarations of the tests use. */
export function evaluate(expression: Expression, event: TestEvent): unknown {
  switch (expression.op) {
    case 'column':
      return event[expression.name] ?? null;
    case 'literal':
      return expression.value;
    case 'eq':
      return evaluate(expression.left, event) === evaluate(expression.right, event);
    case 'ne':
      return evaluate(expression.left, event) !== evaluate(expression.right, event);
    case 'and':
      return expression.all.every((one) => evaluate(one, event) === true);
    case 'gt': {
      const [left, right] = [evaluate(expression.left, event), evaluate(expression.right, event)];
      return left === null ? null : Number(left) > Number(right);
    }
    case 'not':
      return evaluate(expression.of, event) === false;
    case 'isNull':
      return evaluate(expression.of, event) === null;
    case 'coalesce':
      return expression.all.map((one) => evaluate(one, event)).find((value) => value !== null) ?? null;
    default:
      throw new Error(`the tests do not use ${expression.op}`);
  }
}

export function member(event: TestEvent, dimension: string): string | boolean {
  const value = event[dimension] ?? 'undefined';
  return typeof value === 'boolean' ? value : String(value);
}

export function holds(where: Expression | undefined, event: TestEvent): boolean {
  return where === undefined || evaluate(where, event) === true;
}

/** A decimal text in units of 10^-9. */
export function units(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  const digits = BigInt(`${whole.replace('-', '')}${fraction.padEnd(9, '0')}`);
  return whole.startsWith('-') ? -digits : digits;
}

/** Units of 10^-9 as a decimal text, as short as it can be. */
export function decimal(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(10, '0');
  const text = `${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, '');
  return value < 0n ? `-${text}` : text;
}

function measured(measure: Measure, events: readonly TestEvent[]): unknown {
  if (measure.kind === 'count') return events.filter((event) => holds(measure.where, event)).length;
  const values = events.map((event) => event[measure.column] ?? null).filter((value) => value !== null);
  if (measure.kind === 'distinct') return new Set(values).size;
  const exact = values.map((value) => units(String(value)));
  if (measure.kind === 'sum') return decimal(exact.reduce((sum, value) => sum + value, 0n));
  const [first, ...others] = exact;
  if (first === undefined) return null;
  return decimal(
    others.reduce((best, value) => ((measure.kind === 'min') === value < best ? value : best), first),
  );
}

export function grouped<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

/** The rows of a rollup's table, or of its `_distinct` table. */
export function rollupRows(
  stream: Pick<Stream, 'eventTime' | 'elements'>,
  rollup: Rollup,
  events: readonly TestEvent[],
  which: 'additive' | 'distinct',
): Record<string, unknown>[] {
  const start = (event: TestEvent) => {
    const at = Number(event[stream.eventTime]);
    return at - (at % GRAIN_MS[rollup.grain]);
  };
  const kept = throughLists(stream, rollup.by, events).filter((event) => holds(rollup.where, event));
  const key = (event: TestEvent) =>
    JSON.stringify([start(event), ...rollup.by.map((name) => member(event, name))]);
  const measures = Object.entries(rollup.measures).filter(
    ([, { kind }]) => (kind === 'distinct') === (which === 'distinct'),
  );
  return grouped(kept, key).map((group) => ({
    window_start: new Date(start(group[0])).toISOString(),
    ...Object.fromEntries(rollup.by.map((name) => [name, member(group[0], name)])),
    ...Object.fromEntries(measures.map(([name, measure]) => [name, measured(measure, group)])),
  }));
}

/**
 * Fills the tables of all rollups over events. Those over sessions are filled from sessions given as events,
 * those over mentions not at all.
 */
export async function fillTables(
  database: TestDatabase,
  stream: Stream,
  events: readonly TestEvent[],
  sessions: readonly TestEvent[] = [],
): Promise<void> {
  for (const { name, of, rollup } of rollupsOf(stream) satisfies readonly NamedRollup[]) {
    if (of === 'mentions') continue;
    const [items, eventTime] = of === 'events' ? [events, stream.eventTime] : [sessions, 'started_at'];
    for (const which of ['additive', 'distinct'] as const) {
      const table = { stream, name: which === 'additive' ? name : `${name}_distinct` };
      await insertRows(database, table, rollupRows({ ...stream, eventTime }, rollup, items, which));
    }
  }
}

/** A lake that is a list of events; it keeps what it was asked. */
export function lakeOf(
  events: readonly TestEvent[],
): LakeQuery & LakeEvents & { readonly asked: (DistinctQuery | EventsQuery | ListingQuery)[] } {
  const asked: (DistinctQuery | EventsQuery | ListingQuery)[] = [];
  const inRange = (query: EventsQuery | DistinctQuery) => {
    const { elements } = query.stream;
    const ofLists = (query.lists ?? []).flatMap((list) =>
      Object.keys(elements)
        .filter((name) => elements[name]?.list === list)
        .slice(0, 1),
    );
    const by = 'by' in query ? query.by : [];
    const known = query.known ?? [];
    const dimensions = [...ofLists, ...Object.keys(query.equals), ...known, ...by];
    return throughLists(query.stream, dimensions, events).filter((event) => {
      const at = Number(event[query.stream.eventTime]);
      const fits = Object.entries(query.equals).every(([name, value]) => member(event, name) === value);
      const isKnown = known.every((name) => member(event, name) !== 'undefined');
      return at >= query.from && at < query.to && fits && isKnown && holds(query.where, event);
    });
  };
  return {
    asked,
    distinct: async (query) => {
      asked.push(query);
      return { rows: distinctRows(query, inRange(query)), sql: `-- distinct ${query.column}` };
    },
    newest: async (query) => {
      asked.push(query);
      const time = query.stream.eventTime;
      const ofEvents = new Map(inRange(query).map((event) => [event[query.stream.id], event]));
      const found = [...ofEvents.values()].toSorted((a, b) => Number(b[time]) - Number(a[time]));
      return { events: found.slice(0, query.limit), sql: '-- newest' };
    },
    list: async (query) => {
      asked.push(query);
      const { eventTime, id } = query.stream;
      const found = inRange({ ...query, where: undefined }).filter((event) =>
        query.words.every((word) => query.search.some((name) => hasWord(String(event[name] ?? ''), word))),
      );
      const value = (event: TestEvent, name: string) => Number(event[name] ?? Number.NEGATIVE_INFINITY);
      const rows = found.toSorted(
        (a, b) =>
          value(b, query.order) - value(a, query.order) ||
          value(b, eventTime) - value(a, eventTime) ||
          (String(a[id]) < String(b[id]) ? -1 : 1),
      );
      return { rows: rows.slice(0, query.limit), sql: '-- list' };
    },
  };
}

/** A word between two places where no word goes on. */
function hasWord(text: string, word: string): boolean {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .includes(word.toLowerCase());
}

function distinctRows(query: DistinctQuery, events: readonly TestEvent[]): DistinctRow[] {
  const step = query.bucket === undefined ? undefined : GRAIN_MS[query.bucket];
  const bucket = (event: TestEvent) => {
    const at = Number(event[query.stream.eventTime]);
    return step === undefined ? null : at - (at % step);
  };
  const keyOf = (event: TestEvent) => Object.fromEntries(query.by.map((name) => [name, member(event, name)]));
  const wanted = query.keys?.map((key) => JSON.stringify(query.by.map((name) => key[name])));
  const chosen = events.filter((event) => {
    return (
      wanted === undefined || wanted.includes(JSON.stringify(query.by.map((name) => member(event, name))))
    );
  });
  return grouped(chosen, (event) => JSON.stringify([bucket(event), keyOf(event)])).map((group) => ({
    key: keyOf(group[0]),
    bucket: bucket(group[0]),
    value: BigInt(
      new Set(group.map((event) => event[query.column] ?? null).filter((value) => value !== null)).size,
    ),
  }));
}
