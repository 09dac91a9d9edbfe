import type { Stream } from '../../stream/define.ts';
import { eventColumns } from '../../stream/define.ts';
import type { Sessions } from '../../stream/sessions.ts';
import { identifier } from './database.ts';
import { renderDimension, renderExpression } from './render.ts';

/**
 * The sessions among the events of `from`, one row each, in DuckDB's SQL. An event starts a session
 * when its visitor had no event in the `idleMinutes` before it. Events at the same instant are
 * ordered by id, so that the answer does not depend on the order of arrival (D5).
 */
export function renderSessionRows(stream: Stream, sessions: Sessions, from: string): string {
  const time = identifier(stream.eventTime);
  const steps = Object.entries(sessions.steps);
  const types = eventColumns(stream);
  const step = steps.map(([, when], index) => `WHEN ${renderExpression(when)} THEN ${index + 1}`);
  const kept = sessions.keep.map(
    (name) => `${renderDimension(name, types[name]?.type ?? 'text')} AS ${identifier(`k_${name}`)}`,
  );
  const events = [
    `SELECT ${identifier(sessions.key)} AS visitor, ${time} AS t, ${identifier(stream.id)} AS tie`,
    `coalesce(${renderExpression(sessions.page)}, false) AS is_page`,
    `${identifier(sessions.pageName)} AS page`,
    `coalesce(${renderExpression(sessions.converted)}, false) AS is_conversion`,
    `CASE ${step.join(' ')} END AS step`,
    ...kept,
  ].join(', ');
  const idle = `INTERVAL ${sessions.idleMinutes} MINUTE`;
  const numbered = [
    `SELECT *, sum(CAST(is_start AS INTEGER)) OVER (PARTITION BY visitor ORDER BY t, tie ROWS UNBOUNDED PRECEDING) AS nth`,
    `FROM (SELECT *, coalesce(t - lag(t) OVER (PARTITION BY visitor ORDER BY t, tie) > ${idle}, true) AS is_start`,
    `FROM (${events} FROM ${from} WHERE ${identifier(sessions.key)} IS NOT NULL))`,
  ].join(' ');
  const order = '(t, tie)';
  const columns = [
    'visitor',
    'min(t) AS started_at',
    'max(t) AS ended_at',
    // Not arg_min, which passes over a NULL: the first page counts, also when it has no name.
    `arg_min_null(page, ${order}) FILTER (WHERE is_page) AS entry_page`,
    `arg_max_null(page, ${order}) FILTER (WHERE is_page) AS exit_page`,
    '(epoch_ms(max(t)) - epoch_ms(min(t))) // 1000 AS duration_s',
    'count(*) FILTER (WHERE is_page) AS pages',
    'count(*) AS events',
    'bool_or(is_conversion) AS converted',
    'count(*) FILTER (WHERE is_page) = 1 AS bounced',
    ...sessions.keep.map((name) => `arg_min(${identifier(`k_${name}`)}, ${order}) AS ${identifier(name)}`),
    `coalesce(list_reduce(list_prepend(0, list(step ORDER BY t, tie) FILTER (WHERE step IS NOT NULL)), lambda reached, next: CASE WHEN next = reached + 1 THEN next ELSE reached END), 0) AS furthest`,
  ];
  const rows = `SELECT ${columns.join(', ')} FROM (${numbered}) GROUP BY visitor, nth`;
  const reached = steps.map(
    ([name], index) => `furthest >= ${index + 1} AS ${identifier(`reached_${name}`)}`,
  );
  return `SELECT * EXCLUDE (furthest)${reached.length === 0 ? '' : `, ${reached.join(', ')}`} FROM (${rows})`;
}
