import { foldingInto } from './fold.ts';
import { readKeyword } from './keyword.ts';
import type { MatchRules } from './matcher.ts';

/** What can be looked for without a look at words. */
export interface Fragments {
  /** Pieces of ASCII of which one is in every event that can match, once its texts are in lower case ... */
  readonly pieces: readonly string[];
  /** ... unless one of these characters is, which fold to letters of a piece. */
  readonly unless: string;
}

/** Shorter pieces are in nearly every text. */
const SHORTEST = 2;

/** The pieces of which one is in every event that can fulfil one of the rules; null when a keyword has none. */
export function fragmentsOf(rules: readonly Pick<MatchRules, 'any'>[]): Fragments | null {
  const pieces = new Set<string>();
  const unless = new Set<string>();
  for (const text of new Set(rules.flatMap((rule) => rule.any))) {
    const keyword = readKeyword(text);
    if (keyword === null) continue;
    const words = keyword.kind === 'tag' ? [keyword.tag] : keyword.words.map(({ form }) => form);
    const found = words.flatMap((word) =>
      (word.match(/[a-z0-9_]+/g) ?? []).map((piece) => ({ piece, word })),
    );
    const longest = found.reduce((a, b) => (b.piece.length > a.piece.length ? b : a), {
      piece: '',
      word: '',
    });
    if (longest.piece.length < SHORTEST) return null;
    pieces.add(longest.piece);
    for (const one of foldingInto(longest.word)) unless.add(one);
  }
  return { pieces: withoutLonger([...pieces]), unless: [...unless].sort().join('') };
}

const MOST_COMPARED = 1_000;

/** What holds a longer piece holds the shorter one within it. */
function withoutLonger(pieces: readonly string[]): readonly string[] {
  if (pieces.length > MOST_COMPARED) return pieces;
  return pieces.filter((one) => !pieces.some((other) => other !== one && one.includes(other)));
}
