import { type HashIndex, makeHashIndex, slotOf, takeSlot } from './hash-index.ts';

/** What is known of words and phrases before a post is read: numbers below 2^16, by hash. */
export interface Facts {
  readonly index: HashIndex;
  readonly values: Uint16Array;
}

export interface Knowledge {
  /** Of a word: see `packWord`. */
  readonly words: Facts;
  /** Of a sequence of words: see `packPhrase`. */
  readonly phrases: Facts;
}

/** The lists of names that phrases are looked up in; the order is part of the model's file. */
export const NAME_LISTS = [
  'given-names',
  'family-names',
  'countries',
  'cities-large',
  'cities',
  'landmarks',
  'organisations',
  'works',
  'people',
  'title-words',
  'organisation-words',
  'place-words',
  'work-words',
] as const;

/** No phrase of the lists has more tokens. */
export const LONGEST_PHRASE = 6;

/** Facts out of pairs of a hash and its value. */
export function makeFacts(pairs: Iterable<readonly [number, number]>, count: number): Facts {
  const index = makeHashIndex(count);
  const values = new Uint16Array(index.size);
  for (const [hash, value] of pairs) values[takeSlot(index, hash)] = value;
  return { index, values };
}

/** Value of a hash; 0 when nothing is known of it. */
export function factOf(facts: Facts, hash: number): number {
  const slot = slotOf(facts.index, hash);
  return slot < 0 ? 0 : (facts.values[slot] ?? 0);
}

/** A word's cluster (0 none, to 255) and its habit (0 none, to 255): how it is mostly written (see habits). */
export function packWord(cluster: number, habit: number): number {
  return cluster * 256 + habit;
}

/** Lists that hold the phrase, one bit each, and whether longer phrases begin with it. */
export function packPhrase(lists: number, goesOn: boolean): number {
  return lists * 2 + (goesOn ? 1 : 0);
}
