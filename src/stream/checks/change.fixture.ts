import { faultsOf } from '../check.ts';
import type { Stream } from '../define.ts';

/** A change of a declaration (a path such as `rollups/country_days/by`, and a value), and what must be told of it. */
export type Case = readonly [
  what: string,
  path: string,
  to: unknown,
  told: readonly (readonly [part: string, words: string])[],
];

/** A copy with another value at a path; `undefined` takes it away. */
export function change<T>(value: T, path: string, to: unknown): T {
  const [first = '', ...rest] = path.split('/');
  const entries = Object.entries(value ?? {});
  const inner = new Map<string, unknown>(entries).get(first);
  const changed = rest.length === 0 ? to : change(inner ?? {}, rest.join('/'), to);
  if (Array.isArray(value)) return value.map((one, index) => (String(index) === first ? changed : one)) as T;
  const all = new Map<string, unknown>([...entries, [first, changed]]);
  if (changed === undefined) all.delete(first);
  return Object.fromEntries(all) as T;
}

/** What is told of a changed declaration that was not expected, or expected and not told; empty when all is well. */
export function surprises(stream: Stream, [, path, to, told]: Case): readonly string[] {
  const faults = faultsOf(change(stream, path, to)).map(({ part, problem }) => `${part}: ${problem}`);
  const missed = told.filter(
    ([part, words]) => !faults.some((fault) => fault.startsWith(`${part}: `) && fault.includes(words)),
  );
  const unexpected = faults.filter(
    (fault) => !told.some(([part, words]) => fault.startsWith(`${part}: `) && fault.includes(words)),
  );
  return [...missed.map((one) => `not told: ${one.join(' ... ')}`), ...unexpected];
}
