import { readKeyword } from './keyword.ts';
import type { MatchRules } from './matcher.ts';

/** Shorter pieces are in nearly every text. */
const SHORTEST = 2;

/**
 * Pieces of ASCII of which one is in every event that can fulfil one of the rules, once the event's texts are in lower
 * case and unless they have a character of `FOLDS_TO_ASCII`; null when there is a keyword without such a piece.
 */
export function fragmentsOf(rules: readonly Pick<MatchRules, 'any'>[]): readonly string[] | null {
  const fragments = new Set<string>();
  for (const text of new Set(rules.flatMap((rule) => rule.any))) {
    const keyword = readKeyword(text);
    if (keyword === null) continue;
    const words = keyword.kind === 'tag' ? [keyword.tag] : keyword.words.map(({ form }) => form);
    const longest = words.flatMap((word) => word.match(/[a-z0-9_]+/g) ?? []).reduce(longer, '');
    if (longest.length < SHORTEST) return null;
    fragments.add(longest);
  }
  // What holds a longer piece holds the shorter one within it.
  const all = [...fragments];
  if (all.length > MOST_COMPARED) return all;
  return all.filter((one) => !all.some((other) => other !== one && one.includes(other)));
}

const MOST_COMPARED = 1_000;

function longer(a: string, b: string): string {
  return b.length > a.length ? b : a;
}
