import { isUtf8 } from 'node:buffer';
import { CrosscurrentError } from '../../event/errors.ts';

export const INPUT_FORMATS = ['ndjson', 'json', 'csv', 'combined'] as const;

/** `combined` is the access log of Apache and nginx. */
export type InputFormat = (typeof INPUT_FORMATS)[number];

/** How much of a file decides on its format. */
export const HEAD_BYTES = 64 * 1024;

const BY_ENDING: Readonly<Record<string, InputFormat>> = {
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  csv: 'csv',
  log: 'combined',
};

/** `host ident user [time] "request"` at the start of a line. */
const ACCESS_LINE = /^\S+ \S+ \S+ \[[^\]]+\] "/;

/**
 * The format by the name's ending (before `.gz` or `.zst`), and where that leaves it open by `head`, the first bytes
 * after unpacking. What looks like nothing else is NDJSON.
 */
export function detectFormat(path: string, head: Buffer): InputFormat {
  const ending = /\.([a-z0-9]+)(?:\.(?:gz|zst))?$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  const text = withoutBom(head).toString('utf8').trimStart();
  if (ending === 'log' && /^[{[]/.test(text)) return jsonOrLines(text);
  const named = BY_ENDING[ending];
  if (named !== undefined) return named;
  if (/^[{[]/.test(text)) return jsonOrLines(text);
  const line = text.slice(0, text.search(/\r?\n|$/));
  if (ACCESS_LINE.test(line)) return 'combined';
  return /^[^{}[\]]+[,;\t][^{}[\]]+$/.test(line) ? 'csv' : 'ndjson';
}

/** NDJSON has a whole object on its first line; anything else that begins like JSON is taken apart as JSON. */
function jsonOrLines(text: string): InputFormat {
  if (text.startsWith('[')) return 'json';
  const end = text.indexOf('\n');
  if (end < 0) return 'ndjson';
  return isJson(text.slice(0, end)) ? 'ndjson' : 'json';
}

const SIGNATURES: readonly [name: string, bytes: string][] = [
  ['a Parquet file', '50415231'],
  ['a ZIP archive or spreadsheet', '504b0304'],
  ['bzip2 data', '425a68'],
  ['xz data', 'fd377a585a00'],
  ['a PDF file', '25504446'],
  ['UTF-16 text', 'fffe'],
  ['UTF-16 text', 'feff'],
  ['a SQLite database', '53514c69746520666f726d6174'],
];

/** Fails with `file_unreadable` when `head` can only be binary: it says what was expected and what there is. */
export function refuseBinary(path: string, head: Buffer, format: InputFormat): void {
  const hex = head.subarray(0, 16).toString('hex');
  const known = SIGNATURES.find(([, bytes]) => hex.startsWith(bytes));
  if (known === undefined && (!head.includes(0) || hasValidLine(head, format))) return;
  throw new CrosscurrentError(
    'file_unreadable',
    `${path} is ${known === undefined ? 'a binary file' : known[0]}, not ${nameOf(format)}.`,
    'Convert it to UTF-8 text: NDJSON, a JSON array, CSV with a header or an access log; gzip and zstd are fine.',
  );
}

function hasValidLine(head: Buffer, format: InputFormat): boolean {
  const lines = head.toString('latin1').split('\n');
  if (format === 'json') return /^\s*[[{]/.test(lines[0] ?? '') && isText(head);
  if (format === 'ndjson') return lines.some((line) => line.trim() !== '' && isJson(line));
  const readable = lines.filter((line) => isText(Buffer.from(line, 'latin1')));
  const bytes = readable.reduce((sum, line) => sum + line.length + 1, 0);
  return bytes * 2 > head.length;
}

/** Most of it is text; a stray NUL in one record does not make a file binary. */
function isText(bytes: Buffer): boolean {
  if (!isUtf8(bytes)) return false;
  let control = 0;
  for (const byte of bytes) if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) control += 1;
  return control * 100 <= bytes.length;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export function withoutBom(head: Buffer): Buffer {
  return hasBom(head) ? head.subarray(BOM_BYTES) : head;
}

export const BOM_BYTES = 3;

/** Whether the bytes begin with UTF-8's byte order mark. */
export function hasBom(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function nameOf(format: InputFormat): string {
  return { ndjson: 'NDJSON', json: 'JSON', csv: 'CSV', combined: 'an access log' }[format];
}
