import { eventColumns, type Star, type Stream } from '../../stream/define.ts';
import { GRAIN_MS } from '../../stream/rollup.ts';
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
const MEMBER = '"a member"';
const KEY = '"its key"';

function memberColumn(place: number): string {
  return `"member ${place}"`;
}

function keyColumn(place: number): string {
  return `"key ${place}"`;
}

/** The events with the member of each dimension, which is its natural key. */
function renderEvents(stream: Stream, star: Star, { from, restrict }: StarEvents): string {
  const types = eventColumns(stream);
  const members = Object.values(star.dimensions).map(
    ({ key }, place) =>
      `CAST(${renderDimension(key, types[key]?.type ?? 'text')} AS VARCHAR) AS ${memberColumn(place)}`,
  );
  return `SELECT *, ${members.join(', ')} FROM ${from} WHERE ${renderExpression(star.where)} AND ${restrict}`;
}

/** Which members these events have, as an SQL query: the dimension's `place`, from 0, and the `member`; each once. */
export function renderMembers(stream: Stream, star: Star, events: StarEvents): string {
  const columns = Object.keys(star.dimensions).map((_, place) => memberColumn(place));
  const place = columns.map((column, index) => `WHEN GROUPING(${column}) = 0 THEN ${index}`);
  return `SELECT CASE ${place.join(' ')} END AS place, coalesce(${columns.join(', ')}) AS member FROM (${renderEvents(
    stream,
    star,
    events,
  )}) GROUP BY GROUPING SETS (${columns.map((column) => `(${column})`).join(', ')})`;
}

/** The members of one dimension with their keys, as an SQL query for `renderStarRows`. @param keys an SQL table with `place`, `member`, `key` */
export function renderDimensionKeys(keys: string, place: number): string {
  return `SELECT member AS ${MEMBER}, key AS ${KEY} FROM ${keys} WHERE place = ${place}`;
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
    (table, place) => `JOIN ${table} d${place} ON d${place}.${MEMBER} = e.${memberColumn(place)}`,
  );
  const keyed = [
    `SELECT e.*, ${renderWindow(stream.eventTime, 'hour')} AS ${HOUR}`,
    ...keys.map((_, place) => `d${place}.${KEY} AS ${keyColumn(place)}`),
  ];
  const groups = [HOUR, ...keys.map((_, place) => keyColumn(place))];
  const measures = Object.values(star.measures).map(
    (measure, index) => `${renderMeasure(measure)} AS m${index}`,
  );
  const grouped = `SELECT ${[...groups, ...measures].join(', ')} FROM (${keyed.join(', ')} FROM (${renderEvents(
    stream,
    star,
    events,
  )}) e ${joins.join(' ')}) GROUP BY ${groups.join(', ')}`;
  const hour = `CAST(strftime(make_timestamp_ms(${HOUR} * ${GRAIN_MS.hour}), '%Y%m%d%H') AS INTEGER)`;
  return `SELECT ${hour} AS date_key, * EXCLUDE (${HOUR}) FROM (${grouped}) ORDER BY ${groups
    .map((_, index) => index + 1)
    .join(', ')}`;
}
