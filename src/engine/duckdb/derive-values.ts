import type { Derivation, DerivedValues } from '../../stream/derived.ts';

export type DerivedColumns = Readonly<Record<string, readonly DerivedValues[string][]>>;

/** Runs a derivation over distinct values: one array per column it gives, in the order of `values`. */
export function deriveValues(derivation: Derivation, values: readonly (string | null)[]): DerivedColumns {
  const names = Object.keys(derivation.gives);
  const columns: Record<string, DerivedValues[string][]> = Object.fromEntries(
    names.map((name) => [name, []]),
  );
  for (const value of values) {
    const answer = derivation.by(value);
    for (const name of names) columns[name]?.push(answer[name] ?? null);
  }
  return columns;
}
