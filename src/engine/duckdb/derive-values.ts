import type { Stream } from '../../stream/define.ts';
import type { Derivation, DerivedType, DerivedValue } from '../../stream/derived.ts';

/** A value as it travels from a worker to a table: a list as one text, its texts with `TEXT_SEPARATOR` between them. */
export type PlainValue = string | number | boolean | null;

/** One array for each derived column, in the order of the values it was asked about. */
export type DerivedColumns = Readonly<Record<string, readonly PlainValue[]>>;

/**
 * Record separator (U+001E): between the texts of a list on their way. One text is cloned and appended several times as
 * fast as an array is.
 */
export const TEXT_SEPARATOR = '\u001e';

/** The derivations of one column, by name: they are asked about the same values, one after the other. */
export interface DerivedFrom {
  readonly from: string;
  readonly derivations: Readonly<Record<string, Derivation>>;
  /** All columns that they give. */
  readonly gives: Readonly<Record<string, DerivedType>>;
}

const grouped = new WeakMap<Stream, readonly DerivedFrom[]>();

/** A stream's derivations by the column they are derived from. */
export function derivationsOf(stream: Stream): readonly DerivedFrom[] {
  const known = grouped.get(stream);
  if (known !== undefined) return known;
  const byColumn = Map.groupBy(Object.entries(stream.derived), ([, { from }]) => from);
  const made = [...byColumn].map(([from, entries]) => ({
    from,
    derivations: Object.fromEntries(entries),
    gives: Object.fromEntries(entries.flatMap(([, { gives }]) => Object.entries(gives))),
  }));
  grouped.set(stream, made);
  return made;
}

/** Milliseconds that each derivation took. */
export type DerivedIn = Readonly<Record<string, number>>;

/**
 * Runs derivations over distinct values: one array per column they give, in the order of `values`. All are asked about one
 * value before the next, so that what they have in common (the language of a text) can be remembered.
 */
export function deriveValues(
  derivations: Readonly<Record<string, Derivation>>,
  values: readonly (string | null)[],
): { readonly columns: DerivedColumns; readonly spent: DerivedIn } {
  const columns: Record<string, PlainValue[]> = {};
  const spent: Record<string, number> = {};
  const steps = Object.entries(derivations).map(([name, { by, gives }]) => {
    spent[name] = 0;
    const outputs = Object.entries(gives).map(([column, type]) => {
      const into: PlainValue[] = [];
      columns[column] = into;
      return { column, type, into };
    });
    return { name, by, outputs };
  });
  for (const value of values) {
    let started = performance.now();
    for (const { name, by, outputs } of steps) {
      const answer = by(value);
      for (const { column, type, into } of outputs) into.push(plain(type, answer[column] ?? null));
      const ended = performance.now();
      spent[name] = (spent[name] ?? 0) + ended - started;
      started = ended;
    }
  }
  return { columns, spent };
}

/** A list is there always, has each text once, and none of them is empty or has the separator in it. */
function plain(type: DerivedType, value: DerivedValue): PlainValue {
  if (typeof value !== 'object' || value === null) return type === 'list' ? '' : value;
  const texts = value.length > 1 ? [...new Set(value)] : value;
  return (texts.some(isOdd) ? repaired(texts) : texts).join(TEXT_SEPARATOR);
}

function isOdd(text: string): boolean {
  return text === '' || text.includes(TEXT_SEPARATOR);
}

function repaired(texts: readonly string[]): string[] {
  const clean = texts.map((one) => one.replaceAll(TEXT_SEPARATOR, ' ')).filter((one) => one !== '');
  return [...new Set(clean)];
}
