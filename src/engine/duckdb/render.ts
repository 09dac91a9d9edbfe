import { captureGroups } from '../../stream/checks/pattern.ts';
import type { ColumnType } from '../../stream/column.ts';
import type { Expression, Literal } from '../../stream/expression.ts';
import { GRAIN_MS, type Grain, type Measure } from '../../stream/rollup.ts';
import { ARITHMETIC_SIGNS, COMPARISON_SIGNS } from '../../stream/sql-signs.ts';
import { identifier, textLiteral } from './database.ts';

/** DuckDB's types of the lake's columns. */
export const DUCKDB_TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  decimal: 'DECIMAL(27,9)',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
  json: 'VARCHAR',
  list: 'VARCHAR[]',
};

/** How a column is read: by its name, unless the place it is read from says otherwise. */
export type ColumnSql = (name: string) => string;

/** An expression in DuckDB's SQL. */
export function renderExpression(e: Expression, column: ColumnSql = identifier): string {
  const render = (child: Expression): string => renderExpression(child, column);
  switch (e.op) {
    case 'column':
      return column(e.name);
    case 'literal':
      return renderLiteral(e.value);
    case 'and':
    case 'or':
      return `(${e.all.map(render).join(e.op === 'and' ? ' AND ' : ' OR ')})`;
    case 'coalesce':
      return `coalesce(${e.all.map(render).join(', ')})`;
    case 'concat':
      return `(${e.all.map((one) => `CAST(${render(one)} AS VARCHAR)`).join(' || ')})`;
    case 'union':
      return renderUnion(e.all.map(render));
    case 'not':
      return `(NOT ${render(e.of)})`;
    case 'isNull':
      return `(${render(e.of)} IS NULL)`;
    case 'lower':
    case 'floor':
    case 'round':
      return `${e.op}(${render(e.of)})`;
    case 'in':
      return `(${render(e.of)} IN (${e.values.map(textLiteral).join(', ')}))`;
    case 'extract':
      return renderExtract(render(e.of), e);
    case 'queryParameter':
      return renderQueryParameter(render(e.of), e.name);
    case 'case': {
      const branches = e.when.map((b) => `WHEN ${render(b.if)} THEN ${render(b.value)}`);
      return `CASE ${branches.join(' ')} ELSE ${render(e.otherwise)} END`;
    }
    case 'add':
    case 'subtract':
    case 'multiply':
      // NULL rather than an error, which would stop the stream at this event for good, when the result has no room.
      return `TRY(${render(e.left)} ${ARITHMETIC_SIGNS[e.op]} ${render(e.right)})`;
    case 'divide':
      // NULL rather than an error when the divisor is 0; whole numbers of 128 bits, so nothing rounds.
      return `(CAST(${render(e.left)} AS HUGEINT) // nullif(CAST(${render(e.right)} AS HUGEINT), 0))`;
    default:
      return `(${render(e.left)} ${COMPARISON_SIGNS[e.op]} ${render(e.right)})`;
  }
}

/** A list without texts. */
export const EMPTY_LIST = 'CAST([] AS VARCHAR[])';

/** None of the lists has a text twice, so that each adds what those before it do not have. */
function renderUnion(lists: readonly string[]): string {
  return lists.reduce((all, list) => {
    const more = `coalesce(${list}, ${EMPTY_LIST})`;
    if (all === EMPTY_LIST) return more;
    return `list_concat(${all}, list_filter(${more}, lambda one: NOT list_contains(${all}, one)))`;
  }, EMPTY_LIST);
}

/** All groups are asked for at once: DuckDB looks for a pattern only once where several groups of it are wanted. */
function renderExtract(text: string, { pattern, group }: { pattern: string; group: number }): string {
  const groups = captureGroups(pattern);
  const found = (which: string): string => `regexp_extract(${text}, ${textLiteral(pattern)}, ${which})`;
  if (groups === 1) return `nullif(${found('1')}, '')`;
  const names = Array.from({ length: groups }, (_, index) => textLiteral(`g${index + 1}`));
  return `nullif(struct_extract(${found(`[${names.join(', ')}]`)}, ${textLiteral(`g${group}`)}), '')`;
}

/**
 * Few addresses have the parameter: looking for its name first costs a quarter of the regular expression. Where it is, an
 * expression that begins there is ten times as fast as one that looks for it; it finds nothing when the name is the end
 * of another one there, or has no value.
 */
function renderQueryParameter(address: string, name: string): string {
  const pattern = `[?&]${name.replace(/[^A-Za-z0-9_]/g, '[$&]')}=([^&#]+)`;
  const word = textLiteral(`${name}=`);
  const value = (text: string, expression: string): string =>
    `nullif(regexp_extract(${text}, ${textLiteral(expression)}, 1), '')`;
  const there = value(`substr(${address}, strpos(${address}, ${word}) - 1)`, `^${pattern}`);
  return `CASE WHEN contains(${address}, ${word}) THEN coalesce(${there}, ${value(address, pattern)}) END`;
}

function renderLiteral(value: Literal): string {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? textLiteral(value) : String(value);
}

/** A text key longer than this many bytes is shortened, so that it fits an index of the warehouse. */
const LONG_KEY_BYTES = 600;

/**
 * A dimension as a key: the member `undefined` when missing (V1), NUL replaced (PostgreSQL has no
 * place for it), and a very long text cut, with its hash behind it so that different ones stay apart.
 */
export function renderDimension(name: string, type: ColumnType, column: ColumnSql = identifier): string {
  const value = column(name);
  if (type === 'boolean') return `coalesce(${value}, false)`;
  if (type !== 'text' && type !== 'json') return `coalesce(CAST(${value} AS VARCHAR), 'undefined')`;
  const long = `strlen(${value}) > ${LONG_KEY_BYTES}`;
  const cut = `left(${value}, 140) || '…' || md5(${value})`;
  // Nearly all texts are keys as they are: to look first takes half as long as to replace in each.
  const odd = `replace(CASE WHEN ${long} THEN ${cut} ELSE ${value} END, chr(0), '�')`;
  return `coalesce(CASE WHEN ${long} OR contains(${value}, chr(0)) THEN ${odd} ELSE ${value} END, 'undefined')`;
}

/** The number of a window: its start in epoch milliseconds divided by its length. */
export function renderWindow(timeColumn: string, grain: Grain): string {
  return `(epoch_ms(${identifier(timeColumn)}) // ${GRAIN_MS[grain]})`;
}

/** A measure as an aggregate. */
export function renderMeasure(measure: Measure): string {
  switch (measure.kind) {
    case 'count':
      return measure.where === undefined
        ? 'count(*)'
        : `count(*) FILTER (WHERE ${renderExpression(measure.where)})`;
    case 'sum':
      return `coalesce(sum(${identifier(measure.column)}), 0)`;
    case 'min':
    case 'max':
      return `${measure.kind}(${identifier(measure.column)})`;
    case 'distinct':
      return `count(DISTINCT ${identifier(measure.column)})`;
  }
}
