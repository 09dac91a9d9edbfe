import type { Layout } from './layout.ts';
import type { QueryFigure, Term } from './query.ts';
import { quoted, tableOf } from './sql.ts';

/** A column of the answer. */
export interface Output {
  readonly sql: string;
  readonly heading: string;
}

/** Whether a figure cannot be made from what the warehouse keeps; its rows get it from the lake. */
export function needsLake(figure: QueryFigure): boolean {
  return figure.of.kind === 'counted' || figure.ratio?.per.kind === 'counted';
}

/** The columns in which the parts of a ratio come when one of them is counted in the lake. */
export function partNames(figure: QueryFigure): { of: string; per: string } {
  return { of: `${figure.name}.of`, per: `${figure.name}.per` };
}

/** The columns that the warehouse gives for a figure. */
export function figureOutputs(layout: Layout, figure: QueryFigure): readonly Output[] {
  const { of, ratio, share, name } = figure;
  if (share !== undefined && of.kind !== 'counted') {
    return [{ sql: shareSql(layout, termSql(layout, of), share.decimals), heading: name }];
  }
  if (ratio === undefined) return of.kind === 'counted' ? [] : [{ sql: termSql(layout, of), heading: name }];
  if (of.kind !== 'counted' && ratio.per.kind !== 'counted') {
    return [{ sql: ratioSql(termSql(layout, of), termSql(layout, ratio.per), ratio), heading: name }];
  }
  const parts = partNames(figure);
  const output = (term: Term, heading: string) =>
    term.kind === 'counted' ? [] : [{ sql: termSql(layout, term), heading }];
  return [...output(of, parts.of), ...output(ratio.per, parts.per)];
}

/** Exact: numeric all the way, NULL where the denominator is 0 (V4). */
function ratioSql(of: string, per: string, ratio: NonNullable<QueryFigure['ratio']>): string {
  const times = ratio.times === 1 ? '' : ` * ${ratio.times}`;
  const scale = ratio.scale === 1 ? '' : ` * ${ratio.scale}`;
  return `round(${of}::numeric${times} / nullif(${per}::numeric${scale}, 0), ${ratio.decimals})`;
}

/** Of all rows of the answer, or of those of the row's bucket; NULL where they are 0 together. */
function shareSql({ query, base }: Layout, of: string, decimals: number): string {
  const time = query.time?.hourOfDay === true ? 'hour_of_day' : 'window_start';
  const rows = query.time === undefined ? '' : `PARTITION BY ${quoted(base)}.${quoted(time)}`;
  return `round(${of}::numeric * 100 / nullif(sum(${of}::numeric) OVER (${rows}), 0), ${decimals})`;
}

function termSql(layout: Layout, term: Exclude<Term, { kind: 'counted' }>): string {
  if (term.kind === 'kept') return keptSql(layout, term);
  const source = layout.query.sources.find(({ alias }) => alias === term.source);
  const column = `${quoted(term.source)}.${quoted(term.measure)}`;
  const canBeAbsent = layout.base === 'spine' || layout.keys.length === 0;
  return canBeAbsent && source?.measures.get(term.measure) === 'sum' ? `coalesce(${column}, 0)` : column;
}

/**
 * A scalar subquery rather than a join: PostgreSQL evaluates it behind ORDER BY and LIMIT, so a top 10 of many
 * thousand members costs ten look-ups by primary key.
 */
function keptSql({ query, bound, base }: Layout, term: Extract<Term, { kind: 'kept' }>): string {
  const start = query.time === undefined ? bound.instant(query.from) : `${quoted(base)}."window_start"`;
  const isKey = (name: string) => query.keys.some(({ dimension }) => dimension === name);
  const conditions = term.by.map((name) => {
    const member = isKey(name) ? `${quoted(base)}.${quoted(name)}` : bound.member(query.equals[name] ?? '');
    return `"kept".${quoted(name)} = ${member}`;
  });
  const where = [`"kept"."window_start" = ${start}`, ...conditions].join(' AND ');
  const table = tableOf(query.stream, `${term.rollup}_distinct`);
  return `coalesce((SELECT "kept".${quoted(term.measure)} FROM ${table} AS "kept" WHERE ${where}), 0)`;
}
