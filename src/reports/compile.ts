import type { Statement } from './answer.ts';
import { figureOutputs, type Output } from './figure-sql.ts';
import { fromSql, type Layout, layoutOf, part, partsSql } from './layout.ts';
import type { ReportQuery } from './query.ts';
import { collated, quoted } from './sql.ts';
import { MAX_ROWS } from './standard.ts';

/** Holds the place of a row among those of its member; no figure can have this heading. */
const PLACE = 'place in each';

/**
 * The PostgreSQL statement of a query. Names come from the declaration and are quoted, what a reader gave is
 * bound (A3). With `everyRow`, the rows are neither ordered nor cut to the limit (the caller does both, by what it
 * adds to them), but no more than so many are read.
 */
export function compileQuery(query: ReportQuery, everyRow?: number): Statement {
  const layout = layoutOf(query);
  const { bound } = layout;
  const parts = partsSql(layout);
  const outputs = [
    ...layout.keys.map(({ name, heading }) => ({ sql: `${quoted(layout.base)}.${quoted(name)}`, heading })),
    ...query.figures.flatMap((figure) => figureOutputs(layout, figure)),
  ];
  const statement = (text: string): Statement => ({ engine: 'postgresql', text, values: bound.values });
  const rows = `SELECT\n${columnsSql(outputs)}\nFROM ${fromSql(layout)}`;
  if (everyRow !== undefined) {
    return statement(`${withSql(parts)}${rows}\nLIMIT ${bound.place(everyRow, 'bigint')}`);
  }
  if (query.each !== undefined) return statement(firstOfEachSql(layout, parts, outputs));
  const order = orderSql(layout, outputs.find(({ heading }) => heading === query.order)?.heading);
  return statement(`${withSql(parts)}${rows}${order}\nLIMIT ${bound.place(query.limit, 'bigint')}`);
}

function withSql(parts: readonly string[]): string {
  return `WITH ${parts.join(', ')}\n`;
}

function columnsSql(outputs: readonly Output[]): string {
  return outputs.map(({ sql, heading }) => `  ${sql} AS ${quoted(heading)}`).join(',\n');
}

/** Most first by the figure; then, and without it, by time and key. */
function orderSql({ keys, base }: Layout, heading: string | undefined): string {
  const figure = heading === undefined ? [] : [`${quoted(heading)} DESC NULLS LAST`];
  const ties = keys.map(({ name, isText }) => collated(`${quoted(base)}.${quoted(name)}`, isText));
  const terms = [...figure, ...ties];
  return terms.length === 0 ? '' : `\nORDER BY ${terms.join(', ')}`;
}

/** The first rows of each member of a dimension. */
function firstOfEachSql(layout: Layout, parts: readonly string[], outputs: readonly Output[]): string {
  const { query, bound, keys } = layout;
  const rows = part('rows', `SELECT\n${columnsSql(outputs)}\nFROM ${fromSql(layout)}`);
  const each = keys.find(({ name }) => name === query.each);
  const member = quoted(each?.heading ?? '');
  const order = [
    ...(query.order === undefined ? [] : [`${quoted(query.order)} DESC NULLS LAST`]),
    ...keys.map(({ heading, isText }) => collated(quoted(heading), isText)),
  ];
  const place = `row_number() OVER (PARTITION BY ${member} ORDER BY ${order.join(', ')}) AS ${quoted(PLACE)}`;
  const ranked = part('ranked', `SELECT *, ${place}\nFROM "rows"`);
  const headings = outputs.map(({ heading }) => quoted(heading)).join(', ');
  return `${withSql([...parts, rows, ranked])}SELECT ${headings}
FROM "ranked"
WHERE ${quoted(PLACE)} <= ${bound.place(query.limit, 'bigint')}
ORDER BY ${collated(member, each?.isText ?? false)}, ${quoted(PLACE)}
LIMIT ${bound.place(MAX_ROWS, 'bigint')}`;
}
