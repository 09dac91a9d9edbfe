import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import { CrosscurrentError } from '../../event/errors.ts';
import { type ByteReader, readHead, withHead } from './bytes.ts';
import { rowEnds } from './csv-rows.ts';
import { withoutBom } from './format.ts';

export interface CsvHeader {
  names: string[];
  /** The names as JSON strings. */
  keys: string[];
  /** `,`, `;` or a tab: what the header row has most of. */
  delimiter: string;
}

/** A header row is not longer than this. */
const MAX_HEADER_BYTES = 1024 * 1024;

/**
 * Reads the header row off the beginning of `reader`; null when there is nothing at all. `rest` goes on behind it, at
 * offset `end`. Fails as `csvHeader`.
 */
export async function takeHeader(
  path: string,
  reader: ByteReader,
): Promise<{ header: CsvHeader; rest: ByteReader; end: number } | null> {
  for (let head = Buffer.alloc(0), size = 64 * 1024; ; size *= 4) {
    const more = await readHead(reader, size - head.length);
    head = Buffer.concat([head, more]);
    const text = withoutBom(head);
    if (text.length === 0) return null;
    const complete = head.length < size;
    const delimiter = likelyDelimiter(text.subarray(0, text.indexOf(10)).toString('utf8'));
    const found = rowEnds(text, delimiter.charCodeAt(0), complete)[0] ?? (complete ? text.length : 0);
    if (found > 0) {
      const end = head.length - text.length + found;
      const header = csvHeader(path, text.subarray(0, found));
      return { header, rest: withHead(head.subarray(end), reader), end };
    }
    if (size > MAX_HEADER_BYTES) {
      throw unreadable(path, 'its first row does not end', 'Put a row with the column names first.');
    }
  }
}

/**
 * Reads the header row. Fails with `file_unreadable` when there is none (a name is empty or a number), when a name comes
 * twice, or when the row is not UTF-8 or wrongly quoted.
 */
export function csvHeader(path: string, row: Buffer): CsvHeader {
  if (!isUtf8(row)) throw unreadable(path, 'its header is not UTF-8', 'Convert the file to UTF-8.');
  const text = row.toString('utf8').trim();
  const delimiter = likelyDelimiter(text);
  const names = headerNames(path, text, delimiter);
  const wrong = names.find((name) => name === '' || Number.isFinite(Number(name)));
  if (wrong !== undefined) {
    const found = wrong === '' ? 'an empty name' : `the name ${wrong}`;
    throw unreadable(path, `its first row is no header (${found})`, 'Put a row with the column names first.');
  }
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) {
    throw unreadable(path, `the column ${twice} comes twice in its header`, 'Give each column its own name.');
  }
  return { names, keys: names.map((name) => JSON.stringify(name)), delimiter };
}

function headerNames(path: string, text: string, delimiter: string): string[] {
  try {
    const rows = parse(text, { delimiter, relax_column_count: true, relax_quotes: true });
    return (rows[0] ?? []).map((name) => name.trim());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw unreadable(path, `its header cannot be read (${reason})`, 'Mend the quotes of the first row.');
  }
}

function likelyDelimiter(header: string): string {
  const unquoted = header.replace(/"[^"]*"/g, '');
  const count = (delimiter: string) => unquoted.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
}

function unreadable(path: string, what: string, remedy: string): CrosscurrentError {
  return new CrosscurrentError('file_unreadable', `${path} cannot be read as CSV: ${what}.`, remedy);
}
