import { isUtf8 } from 'node:buffer';
import { CrosscurrentError } from '../../event/errors.ts';
import type { Adapter, Beginning } from '../contract.ts';
import { looksLikeEvents } from './event-text.ts';

/** Formats whose records are events already. */
export const PLAIN_FORMATS = ['ndjson', 'json', 'csv'] as const;
export type PlainFormat = (typeof PLAIN_FORMATS)[number];

/** How messages lie in an input: one a line, as JSON values, as server-sent events, or one that is all of it. */
export type Framing = 'lines' | 'json' | 'events' | 'document';

/** What an input holds: events, or messages of a source. */
export type InputFormat =
  | { readonly kind: 'plain'; readonly name: PlainFormat }
  | {
      readonly kind: 'messages';
      readonly name: string;
      readonly adapter: Adapter;
      readonly framing: Framing;
    };

/** How much of a file decides on its format. */
export const HEAD_BYTES = 64 * 1024;

const BY_ENDING: Readonly<Record<string, PlainFormat>> = { ndjson: 'ndjson', jsonl: 'ndjson', csv: 'csv' };

export interface FormatQuestion {
  readonly path: string;
  readonly beginning: Beginning;
  /** The formats of sources that are known. */
  readonly adapters: readonly Adapter[];
}

/**
 * The format by what the input begins with when only one source sends such messages; else by the name's ending (before
 * `.gz` or `.zst`), and where that leaves it open again by the beginning. What looks like nothing else is NDJSON.
 */
export function detectFormat({ path, beginning, adapters }: FormatQuestion): InputFormat {
  const recognised = adapters.filter((adapter) => adapter.recognises(beginning));
  const [only] = recognised;
  if (only !== undefined && recognised.length === 1) return messagesOf(only, beginning);
  const ending = /\.([a-z0-9]+)(?:\.(?:gz|zst))?$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  const { text } = beginning;
  const named = adapters.find(({ endings }) => endings.includes(ending));
  if (named !== undefined && !/^[{[]/.test(text)) return messagesOf(named, beginning);
  const plain = BY_ENDING[ending];
  if (plain !== undefined) return { kind: 'plain', name: plain };
  if (/^[{[]/.test(text)) return { kind: 'plain', name: jsonOrLines(text) };
  const line = text.slice(0, text.search(/\r?\n|$/));
  return { kind: 'plain', name: /^[^{}[\]]+[,;\t][^{}[\]]+$/.test(line) ? 'csv' : 'ndjson' };
}

/** A format by its name; fails with `bad_call` when there is none. */
export function formatNamed(
  name: string,
  { beginning, adapters }: Omit<FormatQuestion, 'path'>,
): InputFormat {
  const plain = PLAIN_FORMATS.find((format) => format === name);
  if (plain !== undefined) return { kind: 'plain', name: plain };
  const adapter = adapters.find((each) => each.name === name);
  if (adapter !== undefined) return messagesOf(adapter, beginning);
  throw new CrosscurrentError(
    'bad_call',
    `There is no format "${name}".`,
    `Formats are ${[...PLAIN_FORMATS, ...adapters.map((each) => each.name)].join(', ')}.`,
  );
}

function messagesOf(adapter: Adapter, beginning: Beginning): InputFormat {
  return { kind: 'messages', name: adapter.name, adapter, framing: framingOf(adapter, beginning) };
}

function framingOf({ unit }: Adapter, { text }: Beginning): Framing {
  if (unit === 'line') return 'lines';
  if (unit === 'xml') return 'document';
  if (looksLikeEvents(text)) return 'events';
  return /^[{[]/.test(text) && jsonOrLines(text) === 'json' ? 'json' : 'lines';
}

/** NDJSON has a whole object on its first line; anything else that begins like JSON is taken apart as JSON. */
function jsonOrLines(text: string): 'json' | 'ndjson' {
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
    'Convert it to UTF-8 text: NDJSON, a JSON array, CSV with a header or a recording of a source; gzip and zstd are fine.',
  );
}

function hasValidLine(head: Buffer, format: InputFormat): boolean {
  const lines = head.toString('latin1').split('\n');
  const inJson = format.kind === 'plain' ? format.name : format.adapter.unit === 'json' && format.framing;
  if (inJson === 'json') return /^\s*[[{]/.test(lines[0] ?? '') && isText(head);
  if (inJson === 'ndjson' || inJson === 'lines')
    return lines.some((line) => line.trim() !== '' && isJson(line));
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

export interface Opened {
  readonly path: string;
  readonly beginning: Beginning;
  /** Whether the beginning is all there is. */
  readonly whole: boolean;
  /** Whether somebody said what it is. */
  readonly named: boolean;
}

/** How XML and HTML begin. */
const MARKUP = /^<(?:[?!]|[a-z])/i;

/**
 * Fails with `file_unreadable` when the input is not of its format at all, and when all that it holds is an error that
 * its source answered with.
 */
export function refuseForeign({ path, beginning, whole, named }: Opened, format: InputFormat): void {
  if (format.kind === 'plain') {
    if (named || !MARKUP.test(beginning.text)) return;
    throw new CrosscurrentError(
      'file_unreadable',
      `${path} holds XML or HTML that no source sends.`,
      'Feeds are read as RSS or Atom. Name the format with --format when it is another one.',
    );
  }
  if (beginning.text === '') return;
  const { adapter } = format;
  if (adapter.unit === 'xml' && !adapter.recognises(beginning)) {
    throw new CrosscurrentError(
      'file_unreadable',
      `${path} is not ${adapter.about}.`,
      `It begins with ${JSON.stringify(beginning.text.slice(0, 40))}. Name another format with --format.`,
    );
  }
  const complaint = whole && isJson(beginning.text) ? adapter.complaint?.(beginning.value) : null;
  if (complaint === null || complaint === undefined) return;
  throw new CrosscurrentError(
    'file_unreadable',
    `${path} holds nothing but an error of its source: ${complaint.slice(0, 200)}`,
    'Nothing was stored. Mend what it complains of, and fetch the data again.',
  );
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
  if (format.kind === 'messages') return format.adapter.about;
  return { ndjson: 'NDJSON', json: 'JSON', csv: 'CSV' }[format.name];
}
