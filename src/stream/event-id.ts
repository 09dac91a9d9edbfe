import type { Stream } from './define.ts';
import { readColumn } from './examine.ts';

/** Reads the id of an event from its line; NULL when it says none that can be used. */
export type EventIdReader = (line: string) => string | null;

/** Ids that stand in a line as they are: what the reference makes of them is the same text. */
const PLAIN = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/;

/** What may spell the name of a field in another way. */
const ESCAPED_LETTER = '\\u00';

/**
 * A reader that answers as `readColumn` does for the id of any line of JSON; of one that is none it may read what looks
 * like an id. Most senders write the id first: then nothing else is read. Otherwise it costs little more than
 * `JSON.parse`.
 */
export function eventIdReader(stream: Stream): EventIdReader {
  const column = stream.columns[stream.id];
  const fields = [stream.id, ...(column?.aliases ?? [])].map((name) => ({
    name,
    quoted: JSON.stringify(name),
  }));
  const missing = new Set(column?.missing ?? []);
  const start = `{${JSON.stringify(stream.id)}:"`;
  return (line) => {
    const value = column?.type === 'text' ? (firstId(line, start) ?? plainId(line, fields)) : null;
    return value !== null && !missing.has(value) ? value : readColumn(stream, line, stream.id);
  };
}

/** The value when the line begins with the id: of two fields with one name the first counts, so this is it. */
function firstId(line: string, start: string): string | null {
  if (!line.startsWith(start)) return null;
  const value = line.slice(start.length, line.indexOf('"', start.length));
  return PLAIN.test(value) ? value : null;
}

/** The value of the first of the fields that is there, if it is plain and there is no second of that name. */
function plainId(line: string, names: readonly { name: string; quoted: string }[]): string | null {
  if (line.includes(ESCAPED_LETTER)) return null;
  const fields = parse(line);
  if (fields === null) return null;
  const there = names.find(({ name }) => Object.hasOwn(fields, name));
  const value = there === undefined ? undefined : fields[there.name];
  if (there === undefined || typeof value !== 'string' || !PLAIN.test(value)) return null;
  return line.indexOf(there.quoted) === line.lastIndexOf(there.quoted) ? value : null;
}

function parse(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
