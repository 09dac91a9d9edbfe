import type { Inspection } from './fault.ts';

/** PostgreSQL cuts longer names silently. */
export const MAX_NAME = 63;

/** The longest suffix that is put behind a rollup's name: `_all` and `_distinct` are the others of its tables. */
const LONGEST_SUFFIX = '_distinct';

/** The longest name of a rollup, in characters. */
export const MAX_ROLLUP_NAME = MAX_NAME - LONGEST_SUFFIX.length;

const SNAKE = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;
const KEBAB = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** Names that parts of an event's row have in the lake, in an engine's steps, or in JavaScript objects. */
export const RESERVED_COLUMNS: Readonly<Record<string, string>> = {
  window_start: 'the start of a window',
  received_at: 'the time of arrival in the lake',
  extra_fields: 'the undeclared fields in the lake',
  extra: 'the undeclared fields of a line',
  line: 'the number of a line',
  doubt: 'the lines that are looked at twice',
  value: 'the value that a derivation is asked about',
  day: 'the day of a lake file',
  rowid: 'the number of a row',
  w_minute: 'the minute of an event in a pass',
  w_hour: 'the hour of an event in a pass',
  w_day: 'the day of an event in a pass',
  constructor: 'a property of every JavaScript object',
};

/** Names that a reader uses for something else when asking for a report. */
export const RESERVED_PARAMETERS: Readonly<Record<string, string>> = {
  day: 'the day of a report',
  from: 'the start of a range',
  to: 'the end of a range',
  limit: 'the number of rows',
  bots: 'the choice about robots',
  figure: 'the figure whose events are shown',
  format: 'the form of an answer',
  json: 'the form of an answer',
  help: 'an option of every command',
  config: 'an option of every command',
  set: 'an option of every command',
  verbose: 'an option of every command',
};

/** Headings of time columns, and names that a report's statement uses; no dimension or figure can have them. */
export const RESERVED_HEADINGS: Readonly<Record<string, string>> = {
  window_start: 'the start of a window',
  time: 'the time of a row',
  hour: 'the hour of a row',
  hour_of_day: 'the hour of a row',
};

/** `lower_snake` for what becomes a column or a table, `kebab-case` for what stands in an address. */
export type Spelling = 'lower_snake' | 'kebab-case';

/** A name and where it stands. */
export interface Named {
  readonly part: string;
  readonly name: string;
}

interface Demands {
  readonly spelling?: Spelling;
  readonly longest?: number;
}

/** Tells when a name is spelled otherwise, or too long for PostgreSQL. */
export function checkName({ fault }: Inspection, named: Named, how: Demands = {}): void {
  const { part, name } = named;
  const { spelling = 'lower_snake', longest = MAX_NAME } = how;
  const pattern = spelling === 'lower_snake' ? SNAKE : KEBAB;
  const separator = spelling === 'lower_snake' ? '_' : '-';
  if (!pattern.test(name)) {
    fault(
      part,
      `the name "${name}" is not in ${spelling}`,
      `Use small letters, digits and "${separator}" between words, a letter first.`,
    );
  }
  if (name.length > longest) {
    fault(part, `the name "${name}" has ${name.length} characters`, `Use ${longest} at most.`);
  }
}

/** Tells when a name is used for something else. */
export function checkReserved(
  { fault }: Inspection,
  { part, name }: Named,
  reserved: Readonly<Record<string, string>>,
): void {
  if (!Object.hasOwn(reserved, name)) return;
  fault(part, `the name "${name}" is reserved for ${reserved[name]}`, 'Give it another name.');
}

/** Tells when words for the reader are missing. */
export function checkWords({ fault }: Inspection, part: string, words: string): void {
  if (words.trim() === '') fault(part, 'it has no words for the reader', 'Say in a few words what it is.');
}

/** The names that stand more than once in a list. */
export function doubles(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
