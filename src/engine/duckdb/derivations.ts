import type { Stream } from '../../stream/define.ts';
import type { DerivedType } from '../../stream/derived.ts';
import { identifier, textLiteral } from './database.ts';
import { derivationsOf, deriveValues, type PlainValue, TEXT_SEPARATOR } from './derive-values.ts';
import type { KnownTables } from './known-tables.ts';
import { DUCKDB_TYPES, EMPTY_LIST } from './render.ts';

/** The joins and columns that add a stream's derived columns to rows called `x`. */
export function renderDerived(
  stream: Stream,
  tables: KnownTables,
): {
  readonly joins: string;
  readonly columns: readonly { name: string; sql: string }[];
} {
  const joins: string[] = [];
  const columns: { name: string; sql: string }[] = [];
  derivationsOf(stream).forEach(({ from, derivations, gives }, index) => {
    const value = `x.${identifier(from)}`;
    joins.push(`LEFT JOIN ${tables.get(from)} k${index} ON ${value} = k${index}.value`);
    const missing = deriveValues(derivations, [null]).columns;
    for (const [column, type] of Object.entries(gives)) {
      const fallback = renderFallback(type, missing[column]?.[0] ?? null);
      const known = `k${index}.${identifier(column)}`;
      const typed = `CAST(${fallback} AS ${DUCKDB_TYPES[type]})`;
      const sql = fallback === 'NULL' ? known : `CASE WHEN ${value} IS NULL THEN ${typed} ELSE ${known} END`;
      columns.push({ name: column, sql });
    }
  });
  return { joins: joins.join(' '), columns };
}

/** A list is never NULL. */
function renderFallback(type: DerivedType, value: PlainValue): string {
  if (type === 'list') {
    const texts = value === null || value === '' ? [] : String(value).split(TEXT_SEPARATOR);
    return texts.length === 0 ? EMPTY_LIST : `[${texts.map(textLiteral).join(', ')}]`;
  }
  if (value === null) return 'NULL';
  return typeof value === 'string' ? textLiteral(value) : String(value);
}
