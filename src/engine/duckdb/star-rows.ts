import { eventColumns, type Star, type Stream } from '../../stream/define.ts';
import { GRAIN_MS } from '../../stream/rollup.ts';
import { renderDimension, renderExpression, renderMeasure, renderWindow } from './render.ts';

/** The rows of a star schema's fact by hour, with natural keys: `hour_start`, `k0`, `k1` ..., measures. */
export function renderStarRows(
  stream: Stream,
  star: Star,
  source: { from: string; restrict: string },
): string {
  const types = eventColumns(stream);
  const keys = Object.values(star.dimensions).map(({ key }) =>
    renderDimension(key, types[key]?.type ?? 'text'),
  );
  const columns = [
    `make_timestamp_ms(${renderWindow(stream.eventTime, 'hour')} * ${GRAIN_MS.hour}) AS hour_start`,
    ...keys.map((key, index) => `${key} AS k${index}`),
    ...Object.values(star.measures).map(renderMeasure),
  ];
  const groups = [...keys, 'hour'].map((_, index) => String(index + 1));
  return `SELECT ${columns.join(', ')} FROM ${source.from} WHERE ${renderExpression(star.where)} AND ${
    source.restrict
  } GROUP BY ${groups.join(', ')}`;
}

/** The members in these rows, as an SQL query: the dimension's place, from 0, and its natural key; each once. */
export function renderMembers(star: Star, rows: string): string {
  return Object.keys(star.dimensions)
    .map((_, place) => `SELECT ${place}, k${place} FROM ${rows} GROUP BY k${place}`)
    .join(' UNION ALL ');
}

/**
 * The rows with surrogate keys in place of the natural ones, and the hour as a number.
 * @param from.keys an SQL table expression with `place`, `member`, `key`
 */
export function renderKeyedRows(star: Star, from: { rows: string; keys: string }): string {
  const places = Object.keys(star.dimensions).map((_, place) => place);
  const joins = places.map(
    (place) =>
      `JOIN (SELECT member, key FROM ${from.keys} WHERE place = ${place}) d${place} ON d${place}.member = f.k${place}`,
  );
  const hour = `CAST(strftime(f.hour_start, '%Y%m%d%H') AS INTEGER)`;
  const naturals = places.map((place) => `k${place}`).join(', ');
  const keys = places.map((place) => `d${place}.key`).join(', ');
  const order = [1, ...places.map((place) => place + 2)].join(', ');
  return `SELECT ${hour}, ${keys}, f.* EXCLUDE (hour_start, ${naturals}) FROM ${from.rows} f ${joins.join(' ')} ORDER BY ${order}`;
}
