import { HASH_BASIS, hashUnit } from './hashing.ts';
import type { Lexicon } from './lexicon.ts';
import { HASHTAG, SHOUTED, type Tokens } from './tokens.ts';

/** What a lexicon says about a text; valences in tenths. */
export interface Valence {
  /** Sum over all words. */
  sum: number;
  positives: number;
  negatives: number;
  /** Of the last word that has one. */
  last: number;
  highest: number;
  lowest: number;
}

/** VADER's constants (Hutto and Gilbert, 2014): a shouted word counts by 0.733 more, a negated one is turned by -0.74. */
const SHOUT = 7.33;
const TURN = -0.74;

/** The hash of a hashtag without its sign. */
export function hashOfBody({ letters, starts }: Tokens, index: number): number {
  const end = starts[index + 1] ?? 0;
  let hash = HASH_BASIS;
  for (let at = (starts[index] ?? 0) + 1; at < end; at += 1) hash = hashUnit(hash, letters[at] ?? 0);
  return hash;
}

function valenceOfToken(tokens: Tokens, index: number, lexicon: Lexicon): number {
  const hash = tokens.hashes[index] ?? 0;
  const known = lexicon.valenceOf(hash);
  return known === 0 && tokens.kinds[index] === HASHTAG
    ? lexicon.valenceOf(hashOfBody(tokens, index))
    : known;
}

/** Sums a text up by the lexicon, with negation and capitals as VADER has them. */
export function readValence(tokens: Tokens, negated: Uint8Array, lexicon: Lexicon, into: Valence): void {
  into.sum = into.positives = into.negatives = into.last = into.highest = into.lowest = 0;
  for (let index = 0; index < tokens.count; index += 1) {
    let valence = valenceOfToken(tokens, index, lexicon);
    if (valence === 0) continue;
    if (((tokens.styles[index] ?? 0) & SHOUTED) !== 0) valence += valence > 0 ? SHOUT : -SHOUT;
    if (negated[index] === 1) valence *= TURN;
    into.sum += valence;
    into.last = valence;
    if (valence > 0) into.positives += 1;
    else into.negatives += 1;
    if (valence > into.highest) into.highest = valence;
    if (valence < into.lowest) into.lowest = valence;
  }
}
