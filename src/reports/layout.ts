import { GRAIN_MS } from '../stream/rollup.ts';
import { mentionSourceSql } from './mentions/source.ts';
import type { QueryKey, ReportQuery, Source } from './query.ts';
import { Bound, quoted, tableOf } from './sql.ts';

/** A column that tells rows apart; the time comes first. */
export interface KeyColumn {
  /** Its name until it gets its heading: the dimension, or the time's (no dimension can have that). */
  readonly name: string;
  readonly heading: string;
  readonly isText: boolean;
}

/** Where the rows of a statement come from. */
export interface Layout {
  readonly query: ReportQuery;
  readonly bound: Bound;
  readonly keys: readonly KeyColumn[];
  /**
   * What has a row for each row of the answer: `spine` where a row can be without a figure of a source (filled
   * buckets, two sources), else the only source.
   */
  readonly base: 'spine' | 'main';
}

export function layoutOf(query: ReportQuery): Layout {
  const base = query.fill || query.sources.length > 1 ? 'spine' : 'main';
  return { query, bound: new Bound(), keys: keyColumns(query), base };
}

function timeName(query: ReportQuery): string {
  return query.time?.hourOfDay ? 'hour_of_day' : 'window_start';
}

function keyColumns(query: ReportQuery): readonly KeyColumn[] {
  const column = ({ dimension, heading, type }: QueryKey) => ({
    name: dimension,
    heading,
    isText: type === 'text',
  });
  const dimensions = query.keys.map(column);
  if (query.time === undefined) return dimensions;
  return [{ name: timeName(query), heading: query.time.heading, isText: false }, ...dimensions];
}

/** The named parts of the statement: each source, and the rows of the answer where they are laid out first. */
export function partsSql(layout: Layout): string[] {
  const sources = layout.query.sources.map((source) => part(source.alias, sourceSql(layout, source)));
  const hasRows = layout.base === 'spine' && layout.keys.length > 0;
  return hasRows ? [...sources, part('spine', spineSql(layout))] : sources;
}

/** A part of a WITH. */
export function part(name: string, sql: string): string {
  return `${quoted(name)} AS (\n${sql}\n)`;
}

/** The windows of one rollup merged per key. */
function sourceSql({ query, bound, keys }: Layout, source: Source): string {
  const { from, measures, isMerged } = source;
  if (from.of === 'mentions') {
    const names = keys.map(({ name }) => name);
    return mentionSourceSql({ query, bound, keys: names, time: timeName(query) }, source);
  }
  const keyed = keys.map(({ name }) =>
    name === timeName(query) ? timeSql(query, from.rollup.grain) : quoted(name),
  );
  // Without a key one row has to come out, even of no row.
  const isPlain = isMerged && keys.length > 0;
  const merged = [...measures].map(([name, merge]) =>
    isPlain ? quoted(name) : `${merge}(${quoted(name)}) AS ${quoted(name)}`,
  );
  const columns = keyed.length + merged.length > 0 ? [...keyed, ...merged] : ['count(*) AS "windows"'];
  const conditions = [
    `"window_start" >= ${bound.instant(query.from)}`,
    `"window_start" < ${bound.instant(query.to)}`,
    ...Object.entries(query.equals).map(([name, member]) => `${quoted(name)} = ${bound.member(member)}`),
    ...query.known.map((name) => `${quoted(name)} <> 'undefined'`),
  ];
  const group =
    keyed.length > 0 && !isPlain ? `\n  GROUP BY ${keyed.map((_, index) => index + 1).join(', ')}` : '';
  return `  SELECT ${columns.join(', ')}\n  FROM ${tableOf(query.stream, from.name)}\n  WHERE ${conditions.join(' AND ')}${group}`;
}

function timeSql({ time }: ReportQuery, grain: string): string {
  if (time?.hourOfDay)
    return `extract(hour FROM "window_start" AT TIME ZONE 'UTC')::integer AS "hour_of_day"`;
  if (time?.bucket === grain) return '"window_start"';
  return `date_trunc('${time?.bucket}', "window_start", 'UTC') AS "window_start"`;
}

/** The key of every row: each bucket of the range with each member found, or what either source has. */
function spineSql({ query, bound, keys }: Layout): string {
  const columns = (names: readonly string[]) => names.map(quoted).join(', ');
  const found = (names: readonly string[]) =>
    query.sources
      .map(({ alias }) => `SELECT DISTINCT ${columns(names)} FROM ${quoted(alias)}`)
      .join(' UNION ');
  const names = keys.map(({ name }) => name);
  if (!query.fill || query.time === undefined) return `  ${found(names)}`;
  const dimensions = query.keys.map(({ dimension }) => dimension);
  const members = dimensions.length === 0 ? '' : ` CROSS JOIN (${found(dimensions)}) AS "members"`;
  return `  SELECT ${columns(names)}\n  FROM ${bucketsSql(query, bound)} AS ${quoted(timeName(query))}${members}`;
}

function bucketsSql({ time, from, to }: ReportQuery, bound: Bound): string {
  if (time === undefined || time.hourOfDay) return 'generate_series(0, 23)';
  const step = GRAIN_MS[time.bucket];
  // Seconds, not days: a day of the session's time zone may have 23 or 25 hours.
  return `generate_series(${bound.instant(from)}, ${bound.instant(to - step)}, interval '${step / 1000} seconds')`;
}

/** The FROM of the statement. */
export function fromSql({ query, keys, base }: Layout): string {
  const sources = query.sources.map(({ alias }) => quoted(alias));
  if (base === 'main') return sources.join('');
  // Without a key each source is one row.
  if (keys.length === 0) return sources.join(' CROSS JOIN ');
  const using = keys.map(({ name }) => quoted(name)).join(', ');
  return ['"spine"', ...sources.map((source) => `LEFT JOIN ${source} USING (${using})`)].join('\n');
}
