import { eventColumns, type Star, type Stream } from '../../stream/define.ts';
import { GRAIN_MS, type Measure } from '../../stream/rollup.ts';
import { identifier } from './database.ts';
import { measureColumn } from './grouping.ts';
import { renderDimension, renderExpression, renderMeasure, renderWindow } from './render.ts';

/** The events of a star schema's fact. */
export interface StarEvents {
  /** An SQL table expression with the event columns. */
  readonly from: string;
  /** A condition on them. */
  readonly restrict: string;
}

/** Names with a blank, which no column of a stream can have: they stand beside the event columns. */
const HOUR = '"the hour"';
const VALUE = '"a value"';
const KEY = '"its key"';
const COUNTED = '"what is counted"';

function valueColumn(place: number): string {
  return `"value ${place}"`;
}

function keyColumn(place: number): string {
  return `"key ${place}"`;
}

/**
 * The events with the value of each dimension, a text or NULL. It becomes a member, which is a natural key, when there is
 * only one of each: DuckDB groups the texts of a file faster as they are.
 */
function renderEvents(stream: Stream, star: Star, { from, restrict }: StarEvents): string {
  const types = eventColumns(stream);
  const values = Object.values(star.dimensions).map(({ key }, place) => {
    const type = types[key]?.type ?? 'text';
    const isText = type === 'text' || type === 'json';
    return `${isText ? identifier(key) : `CAST(${renderDimension(key, type)} AS VARCHAR)`} AS ${valueColumn(place)}`;
  });
  return `SELECT *, ${values.join(', ')} FROM ${from} WHERE ${renderExpression(star.where)} AND ${restrict}`;
}

/**
 * Which values of dimensions these events have, each once, as an SQL query: the dimension's `place`, from 0, the `value`,
 * and the `member` that it is. Different values may be one member.
 */
export function renderMembers(stream: Stream, star: Star, events: StarEvents): string {
  const columns = Object.keys(star.dimensions).map((_, place) => valueColumn(place));
  const place = columns.map((column, index) => `WHEN GROUPING(${column}) = 0 THEN ${index}`);
  const values = `SELECT CASE ${place.join(' ')} END AS place, coalesce(${columns.join(', ')}) AS value FROM (${renderEvents(
    stream,
    star,
    events,
  )}) GROUP BY GROUPING SETS (${columns.map((column) => `(${column})`).join(', ')})`;
  return `SELECT place, value, ${renderDimension('value', 'text')} AS member FROM (${values})`;
}

/**
 * The values of one dimension with their keys, as an SQL query for `renderStarRows`.
 * @param keys an SQL table with `place`, `value`, `key`
 */
export function renderDimensionKeys(keys: string, place: number): string {
  return `SELECT value AS ${VALUE}, key AS ${KEY} FROM ${keys} WHERE place = ${place}`;
}

/**
 * The rows of a star schema's fact: the hour as a number, the surrogate keys, the measures; ordered by hour and keys. A
 * fact has nearly as many rows as there are events, so that these get their keys first and are grouped by numbers: by
 * their texts it took half as long again.
 * @param keys for each dimension an SQL table that `renderDimensionKeys` filled
 */
export function renderStarRows(
  stream: Stream,
  star: Star,
  { events, keys }: { events: StarEvents; keys: readonly string[] },
): string {
  const joins = keys.map(
    (table, place) =>
      `JOIN ${table} d${place} ON d${place}.${VALUE} IS NOT DISTINCT FROM e.${valueColumn(place)}`,
  );
  const keyed = [
    `SELECT e.*, ${renderWindow(stream.eventTime, 'hour')} AS ${HOUR}`,
    ...keys.map((_, place) => `d${place}.${KEY} AS ${keyColumn(place)}`),
  ];
  const groups = [HOUR, ...keys.map((_, place) => keyColumn(place))];
  const rows = `${keyed.join(', ')} FROM (${renderEvents(stream, star, events)}) e ${joins.join(' ')}`;
  const grouped = renderGrouped(Object.values(star.measures), groups, rows);
  const hour = `CAST(strftime(make_timestamp_ms(${HOUR} * ${GRAIN_MS.hour}), '%Y%m%d%H') AS INTEGER)`;
  return `SELECT ${hour} AS date_key, * EXCLUDE (${HOUR}) FROM (${grouped}) ORDER BY ${groups
    .map((_, index) => index + 1)
    .join(', ')}`;
}

/**
 * Rows in groups. Distinct values of a column are counted by grouping by it, too, and again without it: nearly all groups
 * have one row, and DuckDB would put each into two tables at once.
 */
function renderGrouped(measures: readonly Measure[], groups: readonly string[], rows: string): string {
  const counted = new Set(
    measures.flatMap((one) => (one.kind === 'distinct' ? [identifier(one.column)] : [])),
  );
  const [column, ...others] = counted;
  const select = (columns: readonly string[], from: string, by: readonly string[]): string =>
    `SELECT ${columns.join(', ')} FROM (${from}) GROUP BY ${by.join(', ')}`;
  if (column === undefined || others.length > 0) {
    const direct = measures.map((measure, index) => `${renderMeasure(measure)} AS ${measureColumn(index)}`);
    return select([...groups, ...direct], rows, groups);
  }
  const partial = measures.flatMap((measure, index) =>
    measure.kind === 'distinct' ? [] : [`${renderMeasure(measure)} AS ${measureColumn(index)}`],
  );
  const whole = measures.map((measure, index) => `${renderWhole(measure, index)} AS ${measureColumn(index)}`);
  const finer = select([...groups, `${column} AS ${COUNTED}`, ...partial], rows, [...groups, column]);
  return select([...groups, ...whole], finer, groups);
}

/** A measure out of its values in smaller groups, each of one value of `COUNTED`. */
function renderWhole(measure: Measure, index: number): string {
  const column = measureColumn(index);
  switch (measure.kind) {
    case 'distinct':
      return `count(${COUNTED})`;
    case 'count':
      return `CAST(sum(${column}) AS BIGINT)`;
    default:
      return `${measure.kind}(${column})`;
  }
}
