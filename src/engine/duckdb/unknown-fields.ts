import type { Stream } from '../../stream/define.ts';
import { textLiteral } from './database.ts';
import { createFieldScanner, type FieldScanner } from './field-scan/field-scanner.ts';
import { scanFile } from './field-scan/scan-file.ts';
import { fieldNames, LINE_BYTES, renderIsDeep, renderMayHoldNoNumber } from './parse.ts';

export interface UnknownFields {
  /** Some line has a field that the stream does not declare: it is kept in the lake. */
  readonly any: boolean;
  /** Some line spells a known field in another case: the whole slice takes the slow way. */
  readonly misspelt: boolean;
}

/** Which field names a slice holds besides the declared ones. */
export async function findUnknownFields(stream: Stream, path: string): Promise<UnknownFields> {
  const { folded, idle } = lookupOf(stream);
  const scanner = idle.pop() ?? createFieldScanner(fieldNames(stream));
  let any = false;
  let misspelt = false;
  await scanFile(scanner, path, (name) => {
    any = true;
    misspelt ||= folded.has(name.toLowerCase());
  });
  idle.push(scanner);
  return { any, misspelt };
}

interface Lookup {
  /** Every name of a column, in lower case. */
  readonly folded: ReadonlySet<string>;
  /** Scanners that nobody is using: as many as slices of the stream were ever scanned at once. */
  readonly idle: FieldScanner[];
}

const lookups = new WeakMap<Stream, Lookup>();

function lookupOf(stream: Stream): Lookup {
  const made = lookups.get(stream);
  if (made !== undefined) return made;
  const names = [...Object.keys(stream.columns), ...Object.values(stream.columns).flatMap((c) => c.aliases)];
  const lookup: Lookup = { folded: new Set(names.map((name) => name.toLowerCase())), idle: [] };
  lookups.set(stream, lookup);
  return lookup;
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
  return `read_json(${textLiteral(path)}, format = 'newline_delimited', records = false, ignore_errors = true, maximum_object_size = ${LINE_BYTES}, columns = {json: 'JSON'})`;
}
