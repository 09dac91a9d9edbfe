import { eventColumns, type Star, type Stream } from '../../stream/define.ts';
import { GRAIN_MS } from '../../stream/rollup.ts';
import { renderDimension, renderExpression, renderMeasure, renderWindow } from './render.ts';

/** The rows of a star schema's fact by hour, with natural keys: hour, dimensions, measures. */
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
