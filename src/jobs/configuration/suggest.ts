import { nearestNames } from '../../reports/find.ts';

/** What to do about an unknown name: the nearest one whatever its case, else all there are (`what` in the plural). */
export function suggest(word: string, known: readonly string[], what: string): string {
  const byLower = new Map(known.map((name) => [name.toLowerCase(), name]));
  const [near] = nearestNames(word, [...byLower.keys()]);
  if (near !== undefined) return `Did you mean ${byLower.get(near) ?? near}?`;
  return known.length === 0 ? `There are no ${what}.` : `The ${what} are ${known.join(', ')}.`;
}
