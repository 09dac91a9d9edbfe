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

/** Whether a row of `renderBriefVisits` is a session: a name with a blank, which no column of a session can have. */
export const IS_BRIEF = '"is brief"';

/**
 * The hashes of visitors with several events at one instant, as an SQL query with the column `tied`. (A visitor with the
 * hash of another one may be among them for nothing.)
 * @param events as for `renderBriefVisits`
 */
export function renderTied(events: string): string {
  return `SELECT DISTINCT tied FROM (SELECT hash(visitor) AS tied FROM (${events}) GROUP BY hash(visitor), t HAVING count(*) > 1)`;
}

/**
 * The events of each visitor as if they were one session, one row each, with `IS_BRIEF`: whether they are. They are when
 * the last is not `idleMinutes` behind the first, and no two are at the same instant, which only their ids would order.
 * Most visitors are such, and to group them costs a third of what it costs to put all events in order.
 * @param events a query as `renderSessionEvents` renders it, or one over its rows
 * @param tied an SQL table that `renderTied` filled
 */
export function renderBriefVisits(sessions: Sessions, events: string, tied: string): string {
  const idle = sessions.idleMinutes * 60_000_000;
  const columns = sessionColumns(sessions, 'epoch_us(t)').join(', ');
  const rows = withSteps(sessions, `SELECT ${columns} FROM (${events}) GROUP BY visitor`);
  return `SELECT *, epoch_us(ended_at) - epoch_us(started_at) <= ${idle} AND hash(visitor) NOT IN (SELECT tied FROM ${tied}) AS ${IS_BRIEF} FROM (${rows})`;
}

/**
 * The sessions among events, one row each, in DuckDB's SQL. An event starts a session when its visitor had no event in
 * the `idleMinutes` before it. Events at the same instant are ordered by id, so that the answer does not depend on the
 * order of arrival (D5).
 * @param events a query as `renderSessionEvents` renders it, or one over its rows
 */
export function renderSessionRows(sessions: Sessions, events: string): string {
  const idle = `INTERVAL ${sessions.idleMinutes} MINUTE`;
  // The order is found once: everything after goes by `place`, a number, instead of comparing instants and texts again.
  const placed = [
    '(SELECT * EXCLUDE (tie), row_number() OVER visits AS place,',
    `coalesce(t - lag(t) OVER visits > ${idle}, true) AS is_start`,
    `FROM (${events})`,
    'WINDOW visits AS (PARTITION BY visitor ORDER BY t, tie))',
  ].join(' ');
  const numbered = `SELECT *, sum(CAST(is_start AS INTEGER)) OVER (PARTITION BY visitor ORDER BY place ROWS UNBOUNDED PRECEDING) AS nth FROM ${placed}`;
  const columns = sessionColumns(sessions, 'place');
  return withSteps(sessions, `SELECT ${columns.join(', ')} FROM (${numbered}) GROUP BY visitor, nth`);
}

/** What is known of a session, as aggregates over its events. @param place a whole number that orders them, as SQL text */
function sessionColumns(sessions: Sessions, place: string): string[] {
  return [
    'visitor',
    'min(t) AS started_at',
    'max(t) AS ended_at',
    // Not arg_min, which passes over a NULL: the first page counts, also when it has no name.
    `arg_min_null(page, ${place}) FILTER (WHERE is_page) AS entry_page`,
    `arg_max_null(page, ${place}) FILTER (WHERE is_page) AS exit_page`,
    '(epoch_ms(max(t)) - epoch_ms(min(t))) // 1000 AS duration_s',
    'count(*) FILTER (WHERE is_page) AS pages',
    'count(*) AS events',
    'bool_or(is_conversion) AS converted',
    'count(*) FILTER (WHERE is_page) = 1 AS bounced',
    ...sessions.keep.map((name) => `arg_min(${identifier(`k_${name}`)}, ${place}) AS ${identifier(name)}`),
    `${renderFurthest(Object.keys(sessions.steps).length, place)} AS furthest`,
  ];
}

/** A column for each step: whether a session reached it. @param rows an SQL query with `furthest` */
function withSteps(sessions: Sessions, rows: string): string {
  const reached = Object.keys(sessions.steps).map(
    (name, index) => `furthest >= ${index + 1} AS ${identifier(`reached_${name}`)}`,
  );
  return `SELECT * EXCLUDE (furthest)${reached.length === 0 ? '' : `, ${reached.join(', ')}`} FROM (${rows})`;
}

/**
 * How many of the steps a session took in their order. Place and step travel as one number, because a plain list that
 * is sorted afterwards costs a fifth of a list that is built in order. Only sessions with more than the first step need
 * it.
 */
function renderFurthest(steps: number, place: string): string {
  const base = steps + 1;
  const taken = `list_sort(list(${place} * ${base} + step) FILTER (WHERE step IS NOT NULL))`;
  const next = `next % ${base}`;
  return `CASE WHEN max(step) > 1 THEN list_reduce(list_prepend(0, ${taken}), lambda reached, next: CASE WHEN ${next} = reached + 1 THEN ${next} ELSE reached END) ELSE coalesce(max(step), 0) END`;
}
