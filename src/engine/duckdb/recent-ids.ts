/**
 * Ids seen lately, as 86 bits of their hashes in open addressing: 12 bytes a slot, no object per id. Two different ids
 * among 20 million share them with a probability of 3 in 10^12.
 *
 * The slots lie in shards that grow one by one, so that growing neither takes much time at once nor needs room for
 * everything twice. Each id remembers the generation in which it came; `forgetBefore` drops old generations, so that
 * memory is bounded by the deduplication horizon (D4).
 */
export class RecentIds {
  readonly #shards: Shard[];

  /** @param expected how many ids there is room for at first */
  constructor(expected = 1 << 16) {
    this.#shards = Array.from({ length: SHARDS }, () => new Shard(expected / SHARDS));
  }

  get size(): number {
    return this.#shards.reduce((sum, shard) => sum + shard.size, 0);
  }

  /** Remembers an id by three hashes of 32 bits; false when it was there already. */
  add(a: number, b: number, c: number, generation: number): boolean {
    return this.#shardOf(c).add(a, b, c >>> REST_SHIFT, generation);
  }

  has(a: number, b: number, c: number): boolean {
    return this.#shardOf(c).has(a, b, c >>> REST_SHIFT);
  }

  /** Drops the ids of generations before this one. */
  forgetBefore(generation: number): void {
    for (const shard of this.#shards) shard.forgetBefore(generation);
  }

  /** All ids become one generation, the first. */
  mergeGenerations(): void {
    for (const shard of this.#shards) shard.mergeGenerations();
  }

  #shardOf(c: number): Shard {
    return this.#shards[c & (SHARDS - 1)] as Shard;
  }
}

const SHARDS = 64;

/** Of the third hash the shard takes the lowest bits, and a slot keeps the highest 16. */
const REST_SHIFT = 16;

/** A shard grows when it is filled to this part ... */
const MAX_LOAD = 0.8;

/** ... and by this factor: 15 to 19 bytes for an id. */
const GROWTH = 1.25;

const MIN_SLOTS = 16;
const HASHES = 2 ** 32;

/** Words of 32 bits in a slot: first hash, second hash, the rest of the third with the generation below it. */
const WORDS = 3;

const GENERATION = 0xffff;

/** The words of a slot lie side by side, so that looking at it costs one way to the memory. */
class Shard {
  size = 0;
  #slots = 0;
  /** A generation of 0: free. Otherwise it is counted from 1. */
  #words = new Uint32Array(0);

  constructor(expected: number) {
    this.#allocate(Math.ceil(expected / MAX_LOAD));
  }

  add(a: number, b: number, rest: number, generation: number): boolean {
    if (this.size >= this.#slots * MAX_LOAD) this.#rehash(Math.ceil(this.#slots * GROWTH), 0);
    const at = this.#find(a, b, rest);
    if (this.#generationAt(at) !== 0) return false;
    this.#words[at] = a;
    this.#words[at + 1] = b;
    this.#words[at + 2] = (rest << REST_SHIFT) | generation;
    this.size += 1;
    return true;
  }

  has(a: number, b: number, rest: number): boolean {
    return this.#generationAt(this.#find(a, b, rest)) !== 0;
  }

  forgetBefore(generation: number): void {
    let kept = 0;
    for (let at = 0; at < this.#words.length; at += WORDS) {
      const one = this.#generationAt(at);
      if (one !== 0 && one >= generation) kept += 1;
    }
    this.#rehash(Math.ceil((kept / MAX_LOAD) * GROWTH), generation);
  }

  mergeGenerations(): void {
    for (let at = 0; at < this.#words.length; at += WORDS) {
      if (this.#generationAt(at) !== 0) this.#words[at + 2] = ((this.#words[at + 2] ?? 0) & ~GENERATION) | 1;
    }
  }

  #generationAt(at: number): number {
    return (this.#words[at + 2] ?? 0) & GENERATION;
  }

  /** Where the slot begins that has the id, or the free one where it belongs. */
  #find(a: number, b: number, rest: number): number {
    const words = this.#words;
    let at = Math.floor((a / HASHES) * this.#slots) * WORDS;
    for (;;) {
      const last = words[at + 2] ?? 0;
      if ((last & GENERATION) === 0) return at;
      if (words[at] === a && words[at + 1] === b && last >>> REST_SHIFT === rest) return at;
      at += WORDS;
      if (at === words.length) at = 0;
    }
  }

  #allocate(wanted: number): void {
    this.#slots = Math.max(MIN_SLOTS, wanted);
    this.#words = new Uint32Array(this.#slots * WORDS);
    this.size = 0;
  }

  #rehash(slots: number, from: number): void {
    const words = this.#words;
    this.#allocate(slots);
    for (let at = 0; at < words.length; at += WORDS) {
      const last = words[at + 2] ?? 0;
      const kept = last & GENERATION;
      if (kept !== 0 && kept >= from) this.add(words[at] ?? 0, words[at + 1] ?? 0, last >>> REST_SHIFT, kept);
    }
  }
}
