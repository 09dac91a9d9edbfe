import type { Stream } from '../../stream/define.ts';
import type { Derivation, DerivedType, DerivedValue } from '../../stream/derived.ts';

/** One array for each derived column, in the order of the values it was asked about. */
export type DerivedColumns = Readonly<Record<string, readonly DerivedValue[]>>;

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
  const columns: Record<string, DerivedValue[]> = {};
  const spent: Record<string, number> = {};
  const steps = Object.entries(derivations).map(([name, { by, gives }]) => {
    spent[name] = 0;
    const outputs = Object.entries(gives).map(([column, type]) => {
      const into: DerivedValue[] = [];
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

/** A list is there always, and has each text once: engines rely on both. */
function plain(type: DerivedType, value: DerivedValue): DerivedValue {
  if (type !== 'list') return value;
  return Array.isArray(value) ? [...new Set(value)] : [];
}
