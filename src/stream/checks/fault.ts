import type { Stream } from '../define.ts';

/** One thing that is wrong with a declaration. */
export interface Fault {
  readonly stream: string;
  /** Where it stands, as a path: `rollups.product_views.by`. */
  readonly part: string;
  readonly problem: string;
  readonly remedy: string;
}

/** A declaration that is looked at, and where to tell what is wrong with it. */
export interface Inspection {
  readonly stream: Stream;
  /** Tells a fault: the part, what is wrong, what to do about it. */
  readonly fault: (part: string, problem: string, remedy: string) => void;
}

/** The names there are, for a remedy. */
export function oneOf(names: Iterable<string>): string {
  const all = [...names];
  return all.length === 0 ? 'There is none to name.' : `Name one of: ${all.join(', ')}.`;
}
