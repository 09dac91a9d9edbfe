/** Where a rolling hash begins (FNV-1a's 32-bit offset basis). */
export const HASH_BASIS = 0x811c9dc5 | 0;

/** FNV-1a over UTF-16 code units: one more unit. */
export function hashUnit(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}

/** The hash of a whole text. */
export function hashText(text: string): number {
  let hash = HASH_BASIS;
  for (let at = 0; at < text.length; at += 1) hash = hashUnit(hash, text.charCodeAt(at));
  return hash;
}

/** A hash of two hashes, in which their order counts. */
export function hashPair(first: number, second: number): number {
  return (Math.imul(first, 31) + Math.imul(second, 0x27d4eb2f)) | 0;
}

/** Spreads a hash over all 32 bits: the finalizer of MurmurHash3. Unsigned. */
export function spread(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
