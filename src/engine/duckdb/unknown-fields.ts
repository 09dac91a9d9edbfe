import type { Stream } from '../../stream/define.ts';
import { type DuckDBConnection, rowsOf, textLiteral } from './database.ts';
import { fieldNames, renderIsDeep, renderMayHoldNoNumber } from './parse.ts';

export interface UnknownFields {
  /** Some line has a field that the stream does not declare: it is kept in the lake. */
  readonly any: boolean;
  /** Some line spells a known field in another case: the whole slice takes the slow way. */
  readonly misspelt: boolean;
}

/** Which field names a slice holds besides the declared ones. */
export async function findUnknownFields(
  connection: DuckDBConnection,
  stream: Stream,
  path: string,
): Promise<UnknownFields> {
  const rows = await rowsOf(
    connection,
    `SELECT DISTINCT unnest(json_keys(json)) AS field FROM ${renderObjects(path)} WHERE json_type(json) = 'OBJECT'`,
  );
  const known = new Set(fieldNames(stream));
  const folded = new Set(
    [...Object.keys(stream.columns), ...Object.values(stream.columns).flatMap((c) => c.aliases)].map((name) =>
      name.toLowerCase(),
    ),
  );
  const unknown = rows.map((row) => String(row['field'])).filter((field) => !known.has(field));
  return { any: unknown.length > 0, misspelt: unknown.some((field) => folded.has(field.toLowerCase())) };
}

/**
 * The undeclared fields of each line as JSON, NULL when there are none; one row per line, in order. `odd` are lines
 * that have to be looked at again: a deep one would end the process (merging recurses), and NaN and Infinity, which
 * DuckDB reads and writes, are no JSON.
 */
export function renderExtra(stream: Stream, path: string): string {
  const patch = JSON.stringify(Object.fromEntries(fieldNames(stream).map((name) => [name, null])));
  const merged = `nullif(CAST(json_merge_patch(json, ${textLiteral(patch)}) AS VARCHAR), '{}')`;
  const objects = `SELECT json, ${renderIsDeep('CAST(json AS VARCHAR)')} AS deep FROM ${renderObjects(path)}`;
  const extras = `SELECT deep, CASE WHEN NOT deep AND json_type(json) = 'OBJECT' THEN ${merged} END AS extra FROM (${objects})`;
  const odd = `coalesce(deep OR ${renderMayHoldNoNumber('extra')}, false)`;
  return `SELECT extra, ${odd} AS odd FROM (${extras})`;
}

function renderObjects(path: string): string {
  return `read_json(${textLiteral(path)}, format = 'newline_delimited', records = false, ignore_errors = true, maximum_object_size = 16778240, columns = {json: 'JSON'})`;
}
