import type { Arithmetic, Expression, Literal } from '../../stream/expression.ts';
import { COMPARISON_SIGNS } from '../../stream/sql-signs.ts';
import { type NumberSql, numberType, renderArithmetic, renderDivision } from './numbers.ts';
import type { Rendering } from './refusal.ts';
import { identifier, textLiteral } from './sql-text.ts';

/** A list without texts: Flink has no literal for it. */
const EMPTY_LIST = "ARRAY_REMOVE(ARRAY[''], '')";

/** How a column is read: by its name, unless the place it is read from says otherwise. */
export type ColumnSql = (name: string) => string;

/**
 * An expression in Flink's SQL, with exactly the meaning that it has on DuckDB. What has none is refused; the text is of
 * no use then.
 */
export function renderExpression(
  e: Expression,
  rendering: Rendering,
  column: ColumnSql = identifier,
): string {
  const render = (child: Expression): string => renderExpression(child, rendering, column);
  const number = (child: Expression): NumberSql => ({
    sql: isNullLiteral(child) ? 'CAST(NULL AS BIGINT)' : render(child),
    type: numberType(child, rendering),
  });
  switch (e.op) {
    case 'column':
      return column(e.name);
    case 'literal':
      return renderLiteral(e.value);
    case 'and':
    case 'or':
      return `(${e.all.map(render).join(e.op === 'and' ? ' AND ' : ' OR ')})`;
    case 'coalesce':
      return `COALESCE(${e.all.map(render).join(', ')})`;
    case 'concat':
      return `(${e.all.map((one) => `CAST(${render(one)} AS STRING)`).join(' || ')})`;
    case 'union':
      // ARRAY_DISTINCT keeps the first of each, in their order.
      return `ARRAY_DISTINCT(${e.all.map((one) => `COALESCE(${render(one)}, ${EMPTY_LIST})`).reduce(concatenated)})`;
    case 'not':
      return `(NOT ${render(e.of)})`;
    case 'isNull':
      return `(${render(e.of)} IS NULL)`;
    case 'lower':
      return renderLower(render(e.of));
    case 'floor':
    case 'round':
      return renderRounded(e.op, number(e.of), rendering);
    case 'in':
      return `(${render(e.of)} IN (${e.values.map(textLiteral).join(', ')}))`;
    case 'extract':
      return renderExtract(render(e.of), e.pattern, e.group);
    case 'queryParameter':
      return renderExtract(render(e.of), `[?&]${e.name.replaceAll(/[^A-Za-z0-9_]/g, '[$&]')}=([^&#]+)`, 1);
    case 'case': {
      const branches = e.when.map((branch) => `WHEN ${render(branch.if)} THEN ${render(branch.value)}`);
      return `CASE ${branches.join(' ')} ELSE ${render(e.otherwise)} END`;
    }
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
      return renderCalculation(e, number, rendering);
    default:
      return `(${render(e.left)} ${COMPARISON_SIGNS[e.op]} ${render(e.right)})`;
  }
}

function isNullLiteral(e: Expression): boolean {
  return e.op === 'literal' && e.value === null;
}

function concatenated(all: string, more: string): string {
  return `ARRAY_CONCAT(${all}, ${more})`;
}

function renderLiteral(value: Literal): string {
  if (value === null) return 'NULL';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return typeof value === 'string' ? textLiteral(value) : String(value);
}

/**
 * Java alone knows two letters whose lower case depends on more than themselves: the dotted capital I becomes two
 * characters, a sigma at the end of a word its final form. They are replaced first, as DuckDB folds them.
 */
function renderLower(text: string): string {
  return `LOWER(REPLACE(REPLACE(${text}, U&'\\0130', 'i'), U&'\\03A3', U&'\\03C3'))`;
}

/** NULL when nothing matches, as on DuckDB, where the answer then is empty. */
function renderExtract(text: string, pattern: string, group: number): string {
  return `NULLIF(REGEXP_EXTRACT(${text}, ${textLiteral(pattern)}, ${group}), '')`;
}

function renderRounded(op: 'floor' | 'round', { sql, type }: NumberSql, rendering: Rendering): string {
  if (type.scale > 0) return op === 'floor' ? `FLOOR(${sql})` : `ROUND(${sql}, 0)`;
  if (op === 'floor') {
    rendering.refuse(
      '"floor" of a whole number is a floating-point number in one engine alone',
      'Leave it out: the number is whole.',
    );
  }
  return sql;
}

function renderCalculation(
  { op, left, right }: Extract<Expression, { op: Arithmetic }>,
  number: (e: Expression) => NumberSql,
  rendering: Rendering,
): string {
  if (left.op === 'literal' && right.op === 'literal') {
    // DuckDB computes with the 32 bits that small constants fit.
    rendering.refuse(`"${op}" has two constants`, 'Write their result.');
  }
  const operands = [number(left), number(right)] as const;
  return op === 'divide' ? renderDivision(operands, rendering) : renderArithmetic(op, operands, rendering);
}
