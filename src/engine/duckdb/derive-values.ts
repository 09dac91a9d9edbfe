import type { Derivation, DerivedType, DerivedValue, DerivedValues } from '../../stream/derived.ts';

export type DerivedColumns = Readonly<Record<string, readonly DerivedValues[string][]>>;

/** Runs a derivation over distinct values: one array per column it gives, in the order of `values`. */
export function deriveValues(derivation: Derivation, values: readonly (string | null)[]): DerivedColumns {
  const names = Object.keys(derivation.gives);
  const columns: Record<string, DerivedValues[string][]> = Object.fromEntries(
    names.map((name) => [name, []]),
  );
  for (const value of values) {
    const answer = derivation.by(value);
    for (const name of names) columns[name]?.push(plain(derivation.gives[name], answer[name] ?? null));
  }
  return columns;
}

/** A list is there always, and has each text once: engines rely on both. */
function plain(type: DerivedType | undefined, value: DerivedValue): DerivedValue {
  if (type !== 'list') return value;
  return Array.isArray(value) ? [...new Set(value)] : [];
}
