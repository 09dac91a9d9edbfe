import type { Stream } from '../../stream/define.ts';
import { eventColumns } from '../../stream/define.ts';
import type { Sessions } from '../../stream/sessions.ts';
import { identifier } from './database.ts';
import { renderDimension, renderExpression } from './render.ts';

/** The column of `renderSessionEvents` that says whose event it is. */
export const VISITOR = 'visitor';

/**
 * What sessions are made of, as an SQL query: of each event with a visitor who, when, and what it was.
 * @param from an SQL table expression with the event columns
 */
export function renderSessionEvents(stream: Stream, sessions: Sessions, from: string): string {
  const types = eventColumns(stream);
  const step = Object.values(sessions.steps).map(
    (when, index) => `WHEN ${renderExpression(when)} THEN ${index + 1}`,
  );
  const columns = [
    `${identifier(sessions.key)} AS ${VISITOR}`,
    `${identifier(stream.eventTime)} AS t`,
    `${identifier(stream.id)} AS tie`,
    `coalesce(${renderExpression(sessions.page)}, false) AS is_page`,
    `${identifier(sessions.pageName)} AS page`,
    `coalesce(${renderExpression(sessions.converted)}, false) AS is_conversion`,
    step.length === 0 ? 'CAST(NULL AS INTEGER) AS step' : `CASE ${step.join(' ')} END AS step`,
    ...sessions.keep.map(
      (name) => `${renderDimension(name, types[name]?.type ?? 'text')} AS ${identifier(`k_${name}`)}`,
    ),
  ];
  return `SELECT ${columns.join(', ')} FROM ${from} WHERE ${identifier(sessions.key)} IS NOT NULL`;
}

/**
 * The sessions among events, one row each, in DuckDB's SQL. An event starts a session when its visitor had no event in
 * the `idleMinutes` before it. Events at the same instant are ordered by id, so that the answer does not depend on the
 * order of arrival (D5).
 * @param events a query as `renderSessionEvents` renders it, or one over its rows
 */
export function renderSessionRows(sessions: Sessions, events: string): string {
  const steps = Object.keys(sessions.steps);
  const idle = `INTERVAL ${sessions.idleMinutes} MINUTE`;
  // The order is found once: everything after goes by `place`, a number, instead of comparing instants and texts again.
  const placed = [
    '(SELECT * EXCLUDE (tie), row_number() OVER visits AS place,',
    `coalesce(t - lag(t) OVER visits > ${idle}, true) AS is_start`,
    `FROM (${events})`,
    'WINDOW visits AS (PARTITION BY visitor ORDER BY t, tie))',
  ].join(' ');
  const numbered = `SELECT *, sum(CAST(is_start AS INTEGER)) OVER (PARTITION BY visitor ORDER BY place ROWS UNBOUNDED PRECEDING) AS nth FROM ${placed}`;
  const columns = [
    'visitor',
    'min(t) AS started_at',
    'max(t) AS ended_at',
    // Not arg_min, which passes over a NULL: the first page counts, also when it has no name.
    'arg_min_null(page, place) FILTER (WHERE is_page) AS entry_page',
    'arg_max_null(page, place) FILTER (WHERE is_page) AS exit_page',
    '(epoch_ms(max(t)) - epoch_ms(min(t))) // 1000 AS duration_s',
    'count(*) FILTER (WHERE is_page) AS pages',
    'count(*) AS events',
    'bool_or(is_conversion) AS converted',
    'count(*) FILTER (WHERE is_page) = 1 AS bounced',
    ...sessions.keep.map((name) => `arg_min(${identifier(`k_${name}`)}, place) AS ${identifier(name)}`),
    `${renderFurthest(steps.length)} AS furthest`,
  ];
  const rows = `SELECT ${columns.join(', ')} FROM (${numbered}) GROUP BY visitor, nth`;
  const reached = steps.map((name, index) => `furthest >= ${index + 1} AS ${identifier(`reached_${name}`)}`);
  return `SELECT * EXCLUDE (furthest)${reached.length === 0 ? '' : `, ${reached.join(', ')}`} FROM (${rows})`;
}

/**
 * How many of the steps a session took in their order. Place and step travel as one number, because a plain list that
 * is sorted afterwards costs a fifth of a list that is built in order.
 */
function renderFurthest(steps: number): string {
  const base = steps + 1;
  const taken = `list_sort(list(place * ${base} + step) FILTER (WHERE step IS NOT NULL))`;
  const next = `next % ${base}`;
  return `coalesce(list_reduce(list_prepend(0, ${taken}), lambda reached, next: CASE WHEN ${next} = reached + 1 THEN ${next} ELSE reached END), 0)`;
}
