// Words, phrases and features are known by 32-bit hashes: nothing is a text while a post is read, and the
// model's file holds no word of the posts that it was trained on.

/** Start value of a hash over a sequence. */
export const EMPTY_HASH = 0x1b873593;

const GOLDEN_RATIO = 0x9e3779b1;

/** One step of a hash over a sequence: takes in a whole number, gives 32 bits. */
export function stir(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ value, GOLDEN_RATIO);
  return mixed ^ (mixed >>> 15);
}

/** Spreads the bits of a hash (the last steps of MurmurHash3). Never 0, which marks an empty place in tables. */
export function finish(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16) || 1;
}
