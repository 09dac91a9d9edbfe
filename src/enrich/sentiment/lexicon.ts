import { spread } from './hashing.ts';

/**
 * A valence lexicon under hashes: open addressing over a table of a power of two. Two words with the same 32-bit hash
 * are one word to it.
 */
export class Lexicon {
  readonly #keys: Int32Array;
  readonly #valences: Int8Array;
  readonly #mask: number;

  /** @param hashes of the words, none of them 0. @param tenths their valences in tenths, each in -40..40 and not 0 */
  constructor(hashes: Int32Array, tenths: Int8Array) {
    let size = 16;
    while (size < hashes.length * 3) size *= 2;
    this.#keys = new Int32Array(size);
    this.#valences = new Int8Array(size);
    this.#mask = size - 1;
    for (const [index, hash] of hashes.entries()) {
      let slot = spread(hash) & this.#mask;
      while (this.#keys[slot] !== 0 && this.#keys[slot] !== hash) slot = (slot + 1) & this.#mask;
      this.#keys[slot] = hash;
      this.#valences[slot] = tenths[index] ?? 0;
    }
  }

  /** The valence of the word with this hash in tenths, 0 for one that the lexicon does not have. */
  valenceOf(hash: number): number {
    let slot = spread(hash) & this.#mask;
    for (;;) {
      const key = this.#keys[slot];
      if (key === hash) return this.#valences[slot] ?? 0;
      if (key === 0) return 0;
      slot = (slot + 1) & this.#mask;
    }
  }
}
