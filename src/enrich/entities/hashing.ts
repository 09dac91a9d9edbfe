/** Start value of a hash over the code units of a word. */
export const EMPTY_HASH = 0x1b873593;

/** One step of a hash: takes in a whole number, gives 32 bits. */
export function stir(hash: number, value: number): number {
  let mixed = Math.imul(hash ^ value, 0x9e3779b1);
  mixed ^= mixed >>> 15;
  return mixed | 0;
}

/** Spreads the bits of a finished hash (the last steps of MurmurHash3). */
export function finish(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) | 0;
}
