import type { Expression, Literal } from '../stream/expression.ts';
import { ARITHMETIC_SIGNS, COMPARISON_SIGNS } from '../stream/sql-signs.ts';
import { quoteIdentifier, quoteLiteral } from './sql-names.ts';

/** How a column is read: by its name, unless the place it is read from says otherwise. */
export type ColumnSql = (name: string) => string;

/** An expression in PostgreSQL's SQL, with the meaning that it has in an engine. */
export function expressionSql(e: Expression, column: ColumnSql = quoteIdentifier): string {
  const sql = (child: Expression): string => expressionSql(child, column);
  switch (e.op) {
    case 'column':
      return column(e.name);
    case 'literal':
      return literalSql(e.value);
    case 'and':
    case 'or':
      return `(${e.all.map(sql).join(e.op === 'and' ? ' AND ' : ' OR ')})`;
    case 'coalesce':
      return `coalesce(${e.all.map(sql).join(', ')})`;
    case 'concat':
      return `(${e.all.map((one) => `(${sql(one)})::text`).join(' || ')})`;
    case 'union':
      return unionSql(e.all.map(sql));
    case 'not':
      return `(NOT ${sql(e.of)})`;
    case 'isNull':
      return `(${sql(e.of)} IS NULL)`;
    case 'lower':
    case 'floor':
    case 'round':
      return `${e.op}(${sql(e.of)})`;
    case 'in':
      return `(${sql(e.of)} IN (${e.values.map(quoteLiteral).join(', ')}))`;
    case 'extract':
      return extractSql(sql(e.of), e.pattern, e.group);
    case 'queryParameter':
      return extractSql(sql(e.of), `[?&]${e.name.replaceAll(/[^A-Za-z0-9_]/g, '[$&]')}=([^&#]+)`, 1);
    case 'case': {
      const branches = e.when.map((branch) => `WHEN ${sql(branch.if)} THEN ${sql(branch.value)}`);
      return `CASE ${branches.join(' ')} ELSE ${sql(e.otherwise)} END`;
    }
    case 'add':
    case 'subtract':
    case 'multiply':
      // Of any size: an engine's 64 bits are left behind here.
      return `((${sql(e.left)})::numeric ${ARITHMETIC_SIGNS[e.op]} (${sql(e.right)})::numeric)`;
    case 'divide':
      return `div((${sql(e.left)})::numeric, nullif((${sql(e.right)})::numeric, 0))`;
    default:
      return `(${sql(e.left)} ${COMPARISON_SIGNS[e.op]} ${sql(e.right)})`;
  }
}

function literalSql(value: Literal): string {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? quoteLiteral(value).trim() : String(value);
}

/** The first group of the first match; NULL when it is empty. */
function extractSql(of: string, pattern: string, group: number): string {
  return `nullif((regexp_match(${of}, ${quoteLiteral(pattern).trim()}))[${group}], '')`;
}

/** Each text once, in the order in which it comes. */
function unionSql(lists: readonly string[]): string {
  const all = lists.map((list) => `coalesce(${list}, '{}'::text[])`).join(' || ');
  return `ARRAY(SELECT "one" FROM unnest(${all}) WITH ORDINALITY AS "u"("one", "place") GROUP BY "one" ORDER BY min("place"))`;
}
