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

class Shard {
  size = 0;
  #a = new Uint32Array(0);
  #b = new Uint32Array(0);
  #rest = new Uint16Array(0);
  /** 0: free. Otherwise the generation, counted from 1. */
  #generation = new Uint16Array(0);

  constructor(expected: number) {
    this.#allocate(Math.ceil(expected / MAX_LOAD));
  }

  add(a: number, b: number, rest: number, generation: number): boolean {
    if (this.size >= this.#generation.length * MAX_LOAD) {
      this.#rehash(Math.ceil(this.#generation.length * GROWTH), 0);
    }
    const slot = this.#find(a, b, rest);
    if (this.#generation[slot] !== 0) return false;
    this.#a[slot] = a;
    this.#b[slot] = b;
    this.#rest[slot] = rest;
    this.#generation[slot] = generation;
    this.size += 1;
    return true;
  }

  has(a: number, b: number, rest: number): boolean {
    return this.#generation[this.#find(a, b, rest)] !== 0;
  }

  forgetBefore(generation: number): void {
    const kept = this.#generation.reduce((sum, one) => sum + Number(one !== 0 && one >= generation), 0);
    this.#rehash(Math.ceil((kept / MAX_LOAD) * GROWTH), generation);
  }

  mergeGenerations(): void {
    for (let slot = 0; slot < this.#generation.length; slot += 1) {
      if (this.#generation[slot] !== 0) this.#generation[slot] = 1;
    }
  }

  /** The slot that has the id, or the free one where it belongs. */
  #find(a: number, b: number, rest: number): number {
    const slots = this.#generation.length;
    let slot = Math.floor((a / HASHES) * slots);
    while (this.#generation[slot] !== 0) {
      if (this.#a[slot] === a && this.#b[slot] === b && this.#rest[slot] === rest) return slot;
      slot += 1;
      if (slot === slots) slot = 0;
    }
    return slot;
  }

  #allocate(wanted: number): void {
    const slots = Math.max(MIN_SLOTS, wanted);
    this.#a = new Uint32Array(slots);
    this.#b = new Uint32Array(slots);
    this.#rest = new Uint16Array(slots);
    this.#generation = new Uint16Array(slots);
    this.size = 0;
  }

  #rehash(slots: number, from: number): void {
    const [a, b, rest, generation] = [this.#a, this.#b, this.#rest, this.#generation];
    this.#allocate(slots);
    for (let slot = 0; slot < generation.length; slot += 1) {
      const kept = generation[slot] ?? 0;
      if (kept === 0 || kept < from) continue;
      this.add(a[slot] ?? 0, b[slot] ?? 0, rest[slot] ?? 0, kept);
    }
  }
}
