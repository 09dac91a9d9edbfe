import { GRAIN_MS } from '../stream/rollup.ts';
import type { Statement } from './answer.ts';
import { isoInstant } from './instant.ts';
import type { QueryFigure, QueryKey, ReportQuery, Source, Term } from './query.ts';

/** A PostgreSQL identifier. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The schema of a stream's tables. */
export function schemaOf(stream: { readonly name: string }): string {
  return stream.name.replaceAll('-', '_');
}

type SqlType = 'timestamptz' | 'text' | 'boolean' | 'bigint';

/** Collects the values of a statement; the same value is bound once. */
class Bound {
  readonly values: (string | number | boolean)[] = [];
  readonly #places = new Map<string, string>();

  place(value: string | number | boolean, type: SqlType): string {
    const known = this.#places.get(`${type} ${value}`);
    if (known !== undefined) return known;
    const place = `$${this.values.push(value)}::${type}`;
    this.#places.set(`${type} ${value}`, place);
    return place;
  }

  instant(at: number): string {
    return this.place(isoInstant(at), 'timestamptz');
  }
}

/** The key columns of every intermediate result: the time first. */
interface KeyColumn {
  readonly name: string;
  readonly heading: string;
  readonly isText: boolean;
}

/** The column that holds a row's time until it gets its heading; no dimension can have this name. */
function timeName(query: ReportQuery): string {
  return query.time?.hourOfDay ? 'hour_of_day' : 'window_start';
}

function keyColumns(query: ReportQuery): readonly KeyColumn[] {
  const time =
    query.time === undefined ? [] : [{ name: timeName(query), heading: query.time.heading, isText: false }];
  const column = ({ dimension, heading, type }: QueryKey) => ({
    name: dimension,
    heading,
    isText: type === 'text',
  });
  return [...time, ...query.keys.map(column)];
}

/** Whether figures are missing that the warehouse does not keep; then the rows get them from the lake. */
export function needsLake(figure: QueryFigure): boolean {
  return figure.of.kind === 'counted' || figure.ratio?.per.kind === 'counted';
}

/** The columns in which the parts of a ratio come that cannot be divided yet. */
export function partNames(figure: QueryFigure): { of: string; per: string } {
  return { of: `${figure.name}.of`, per: `${figure.name}.per` };
}

/**
 * The PostgreSQL statement of a query. Names come from the declaration and are quoted, everything that a reader
 * gave is bound. With `everyRow` neither order nor limit is applied (the caller orders by what it adds), but
 * at most that many rows are read.
 */
export function compileQuery(query: ReportQuery, everyRow?: number): Statement {
  const bound = new Bound();
  const keys = keyColumns(query);
  const base = hasSpine(query) ? 'spine' : 'main';
  const ctes = query.sources.map(
    (source) => `${quoted(source.alias)} AS (\n${sourceSql(query, source, bound)}\n)`,
  );
  if (base === 'spine' && keys.length > 0) ctes.push(`"spine" AS (\n${spineSql(query, bound)}\n)`);
  const outputs = [
    ...keys.map((key) => ({ sql: `${quoted(base)}.${quoted(key.name)}`, heading: key.heading })),
    ...query.figures.flatMap((figure) => figureOutputs(query, figure, { base, bound })),
  ];
  const list = (columns: readonly { sql: string; heading: string }[]) =>
    columns.map(({ sql, heading }) => `  ${sql} AS ${quoted(heading)}`).join(',\n');
  const from = fromSql(query, keys);
  const order = orderSql(query, keys, outputs);
  const plain = `SELECT\n${list(outputs)}\nFROM ${from}`;
  const text = (body: string) => `WITH ${ctes.join(', ')}\n${body}`;
  if (everyRow !== undefined) {
    return {
      engine: 'postgresql',
      text: text(`${plain}\nLIMIT ${bound.place(everyRow, 'bigint')}`),
      values: bound.values,
    };
  }
  const limit = bound.place(query.limit, 'bigint');
  if (query.each === undefined) {
    return { engine: 'postgresql', text: text(`${plain}${order}\nLIMIT ${limit}`), values: bound.values };
  }
  const each = keys.find((key) => key.name === query.each);
  const partition = `${quoted(base)}.${quoted(query.each)}`;
  const place = `row_number() OVER (PARTITION BY ${partition}${order.replace('\n', ' ')})`;
  ctes.push(
    `"ranked" AS (\nSELECT\n${list([...outputs, { sql: place, heading: 'place in each' }])}\nFROM ${from}\n)`,
  );
  const headings = outputs.map(({ heading }) => `  ${quoted(heading)}`).join(',\n');
  return {
    engine: 'postgresql',
    text: text(
      `SELECT\n${headings}\nFROM "ranked"\nWHERE "place in each" <= ${limit}\nORDER BY ${collated(each?.heading ?? query.each, each?.isText ?? false)}, "place in each"`,
    ),
    values: bound.values,
  };
}

/** Rows are laid out before figures are joined to them when a row can be without a figure of a source. */
function hasSpine(query: ReportQuery): boolean {
  return query.fill || query.sources.length > 1;
}

/** The windows of one rollup merged per key: `SELECT key, ..., sum(measure), ... GROUP BY key`. */
function sourceSql(query: ReportQuery, { from, measures }: Source, bound: Bound): string {
  const keys = keyColumns(query).map(({ name }) =>
    name === timeName(query) ? timeSql(query, from.rollup.grain) : quoted(name),
  );
  const merged = [...measures].map(([name, merge]) => `${merge}(${quoted(name)}) AS ${quoted(name)}`);
  // Without key and measure one row has to come out all the same.
  const columns = keys.length + merged.length > 0 ? [...keys, ...merged] : ['count(*) AS "windows"'];
  const conditions = [
    `"window_start" >= ${bound.instant(query.from)}`,
    `"window_start" < ${bound.instant(query.to)}`,
    ...Object.entries(query.equals).map(
      ([name, member]) =>
        `${quoted(name)} = ${bound.place(member, typeof member === 'boolean' ? 'boolean' : 'text')}`,
    ),
    ...query.known.map((name) => `${quoted(name)} <> 'undefined'`),
  ];
  const group = keys.length > 0 ? `\n  GROUP BY ${keys.map((_, index) => index + 1).join(', ')}` : '';
  const table = `${quoted(schemaOf(query.stream))}.${quoted(from.name)}`;
  return `  SELECT ${columns.join(', ')}\n  FROM ${table}\n  WHERE ${conditions.join(' AND ')}${group}`;
}

function timeSql(query: ReportQuery, grain: string): string {
  if (query.time?.hourOfDay)
    return `extract(hour FROM "window_start" AT TIME ZONE 'UTC')::integer AS "hour_of_day"`;
  const bucket = query.time?.bucket;
  return bucket === grain
    ? '"window_start"'
    : `date_trunc('${bucket}', "window_start", 'UTC') AS "window_start"`;
}

/** Every row of the answer: each bucket of the range with each member found, or the members of both sources. */
function spineSql(query: ReportQuery, bound: Bound): string {
  const columns = (names: readonly string[]) => names.map(quoted).join(', ');
  const members = (names: readonly string[]) =>
    query.sources
      .map(({ alias }) => `SELECT DISTINCT ${columns(names)} FROM ${quoted(alias)}`)
      .join(' UNION ');
  const names = keyColumns(query).map(({ name }) => name);
  if (!query.fill || query.time === undefined) return `  ${members(names)}`;
  const dimensions = query.keys.map(({ dimension }) => dimension);
  const buckets = `SELECT ${columns(names)} FROM ${bucketsSql(query, bound)} AS ${quoted(timeName(query))}`;
  return dimensions.length === 0
    ? `  ${buckets}`
    : `  ${buckets} CROSS JOIN (${members(dimensions)}) AS "members"`;
}

function bucketsSql(query: ReportQuery, bound: Bound): string {
  if (query.time === undefined || query.time.hourOfDay) return 'generate_series(0, 23)';
  const step = GRAIN_MS[query.time.bucket];
  // Seconds, not days: a day of the session's time zone may have 23 or 25 hours.
  const interval = `interval '${step / 1000} seconds'`;
  return `generate_series(${bound.instant(query.from)}, ${bound.instant(query.to - step)}, ${interval})`;
}

function fromSql(query: ReportQuery, keys: readonly KeyColumn[]): string {
  const [first, ...others] = query.sources.map(({ alias }) => quoted(alias));
  if (!hasSpine(query)) return first ?? '';
  if (keys.length === 0) return [first, ...others].join(' CROSS JOIN ');
  const using = keys.map(({ name }) => quoted(name)).join(', ');
  return ['"spine"', ...[first, ...others].map((source) => `LEFT JOIN ${source} USING (${using})`)].join(
    '\n',
  );
}

interface TermContext {
  readonly base: string;
  readonly bound: Bound;
}

function figureOutputs(
  query: ReportQuery,
  figure: QueryFigure,
  context: TermContext,
): { sql: string; heading: string }[] {
  const { of, ratio } = figure;
  if (!needsLake(figure)) {
    const value = termSql(query, of, context);
    const sql = ratio === undefined ? value : ratioSql(value, termSql(query, ratio.per, context), ratio);
    return [{ sql, heading: figure.name }];
  }
  if (ratio === undefined) return [];
  const names = partNames(figure);
  return [
    { term: of, heading: names.of },
    { term: ratio.per, heading: names.per },
  ].flatMap(({ term, heading }) =>
    term.kind === 'counted' ? [] : [{ sql: termSql(query, term, context), heading }],
  );
}

/** Exact: numeric all the way, NULL where the denominator is 0 (V4). */
function ratioSql(of: string, per: string, ratio: NonNullable<QueryFigure['ratio']>): string {
  const times = ratio.times === 1 ? '' : ` * ${ratio.times}`;
  const scale = ratio.scale === 1 ? '' : ` * ${ratio.scale}`;
  return `round(${of}::numeric${times} / nullif(${per}::numeric${scale}, 0), ${ratio.decimals})`;
}

function termSql(query: ReportQuery, term: Term, { base, bound }: TermContext): string {
  if (term.kind === 'kept') return keptSql(query, term, { base, bound });
  if (term.kind === 'counted') throw new Error('a count from the lake is no SQL of the warehouse');
  const source = query.sources.find(({ alias }) => alias === term.source);
  const column = `${quoted(term.source)}.${quoted(term.measure)}`;
  const canBeAbsent = hasSpine(query) || keyColumns(query).length === 0;
  return canBeAbsent && source?.measures.get(term.measure) === 'sum' ? `coalesce(${column}, 0)` : column;
}

/**
 * A scalar subquery rather than a join: PostgreSQL evaluates it behind ORDER BY and LIMIT, so a top 10 of many
 * thousand members costs ten look-ups by primary key.
 */
function keptSql(
  query: ReportQuery,
  term: Extract<Term, { kind: 'kept' }>,
  { base, bound }: TermContext,
): string {
  const isKey = (name: string) => query.keys.some(({ dimension }) => dimension === name);
  const start = query.time === undefined ? bound.instant(query.from) : `${quoted(base)}."window_start"`;
  const matches = term.by.map((name) => {
    if (isKey(name)) return `"kept".${quoted(name)} = ${quoted(base)}.${quoted(name)}`;
    const member = query.equals[name] ?? '';
    return `"kept".${quoted(name)} = ${bound.place(member, typeof member === 'boolean' ? 'boolean' : 'text')}`;
  });
  const table = `${quoted(schemaOf(query.stream))}.${quoted(`${term.rollup}_distinct`)}`;
  const where = [`"kept"."window_start" = ${start}`, ...matches].join(' AND ');
  return `coalesce((SELECT "kept".${quoted(term.measure)} FROM ${table} AS "kept" WHERE ${where}), 0)`;
}

function collated(name: string, isText: boolean): string {
  return isText ? `${quoted(name)} COLLATE "C"` : quoted(name);
}

/** Most first by the figure; then, and without it, by time and key, texts by code point (V5). */
function orderSql(
  query: ReportQuery,
  keys: readonly KeyColumn[],
  outputs: readonly { sql: string; heading: string }[],
): string {
  const base = quoted(hasSpine(query) ? 'spine' : 'main');
  const figure = outputs.find(({ heading }) => heading === query.order);
  const terms = [
    ...(figure === undefined
      ? []
      : [`${query.each === undefined ? quoted(figure.heading) : figure.sql} DESC NULLS LAST`]),
    ...keys.map(({ name, isText }) => `${base}.${collated(name, isText)}`),
  ];
  return terms.length > 0 ? `\nORDER BY ${terms.join(', ')}` : '';
}
