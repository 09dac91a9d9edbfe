/**
 * Ids seen lately, as 96-bit hashes in open addressing: 14 bytes an id, no object per id. Two
 * different ids among 20 million share a hash with a probability of 3 in 10^15.
 *
 * Each id remembers the generation in which it came; `forgetBefore` drops old generations, so that
 * memory is bounded by the deduplication horizon (D4).
 */
export class RecentIds {
  #a = new Uint32Array(0);
  #b = new Uint32Array(0);
  #c = new Uint32Array(0);
  /** 0: free. Otherwise the generation, counted from 1. */
  #generation = new Uint16Array(0);
  #mask = 0;
  #size = 0;

  constructor(expected = 1 << 16) {
    this.#allocate(Math.max(1 << 10, 2 ** Math.ceil(Math.log2(expected / MAX_LOAD))));
  }

  get size(): number {
    return this.#size;
  }

  /** Remembers an id; false when it was there already. */
  add(a: number, b: number, c: number, generation: number): boolean {
    if (this.#size >= this.#generation.length * MAX_LOAD) this.#rehash(this.#generation.length * 2, 0);
    let slot = a & this.#mask;
    while (this.#generation[slot] !== 0) {
      if (this.#a[slot] === a && this.#b[slot] === b && this.#c[slot] === c) return false;
      slot = (slot + 1) & this.#mask;
    }
    this.#place(slot, a, b, c, generation);
    return true;
  }

  has(a: number, b: number, c: number): boolean {
    let slot = a & this.#mask;
    while (this.#generation[slot] !== 0) {
      if (this.#a[slot] === a && this.#b[slot] === b && this.#c[slot] === c) return true;
      slot = (slot + 1) & this.#mask;
    }
    return false;
  }

  /** Drops the ids of generations before this one. */
  forgetBefore(generation: number): void {
    this.#rehash(this.#generation.length, generation);
  }

  /** All ids become one generation, the first. */
  mergeGenerations(): void {
    for (let slot = 0; slot < this.#generation.length; slot += 1) {
      if (this.#generation[slot] !== 0) this.#generation[slot] = 1;
    }
  }

  #place(slot: number, a: number, b: number, c: number, generation: number): void {
    this.#a[slot] = a;
    this.#b[slot] = b;
    this.#c[slot] = c;
    this.#generation[slot] = generation;
    this.#size += 1;
  }

  #allocate(slots: number): void {
    this.#a = new Uint32Array(slots);
    this.#b = new Uint32Array(slots);
    this.#c = new Uint32Array(slots);
    this.#generation = new Uint16Array(slots);
    this.#mask = slots - 1;
    this.#size = 0;
  }

  #rehash(slots: number, from: number): void {
    const [a, b, c, generation] = [this.#a, this.#b, this.#c, this.#generation];
    this.#allocate(slots);
    for (let slot = 0; slot < generation.length; slot += 1) {
      const kept = generation[slot] ?? 0;
      if (kept === 0 || kept < from) continue;
      this.add(a[slot] ?? 0, b[slot] ?? 0, c[slot] ?? 0, kept);
    }
  }
}

const MAX_LOAD = 0.7;
