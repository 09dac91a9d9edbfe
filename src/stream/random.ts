/**
 * Seeded random numbers: the same seed gives the same numbers on every machine.
 *
 * The generator is sfc32 (Chris Doty-Humphrey, "small fast counting", PractRand 0.95): 128 bits of state, a period of
 * at least 2^32 and about 2^127 on average, passes PractRand to 32 TB. It is not for secrets.
 */
export interface Random {
  /** A generator of its own: depends on the seed and the labels on the way, never on numbers drawn before. */
  fork(label: string | number): Random;
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** A uniform 32-bit unsigned integer. */
  bits(): number;
  /** A uniform integer in [low, high], both included; the bias is below (high - low) / 2^53. */
  int(low: number, high: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One of the items, each as likely as the others. The list must not be empty. */
  pick<T>(items: readonly T[]): T;
  /** Exponential with the given mean, by inversion: -mean ln(1 - u) (Devroye 1986, II.2). */
  exponential(mean: number): number;
  /** Normal, by Box and Muller's transform (1958): sqrt(-2 ln u) cos(2 pi v). */
  normal(mean: number, deviation: number): number;
  /** A shuffled copy (Fisher and Yates, in Durstenfeld's form, 1964). */
  shuffle<T>(items: readonly T[]): T[];
}

/** A generator for the seed: any finite number, or a text. */
export function seededRandom(seed: number | string): Random {
  return new Sfc32(absorb(ROOT, seed));
}

/** What identifies a generator: 64 bits, mixed from the seed and the labels of its forks. */
type Identity = readonly [number, number];

/** Digits of the golden ratio and of pi. */
const ROOT: Identity = [0x9e3779b9 | 0, 0x243f6a88];

class Sfc32 implements Random {
  readonly #identity: Identity;
  /** a, b, c and the counter. A typed array, as V8 boxes 32-bit numbers that are kept in plain fields. */
  readonly #state: Int32Array;

  constructor(identity: Identity) {
    this.#identity = identity;
    this.#state = Int32Array.of(identity[0], identity[1], identity[0] ^ 0x5851f42d, 1);
    for (let round = 0; round < 12; round++) this.bits();
  }

  fork(label: string | number): Random {
    return new Sfc32(absorb(this.#identity, label));
  }

  bits(): number {
    const state = this.#state;
    const a = state[0] ?? 0;
    const b = state[1] ?? 0;
    const c = state[2] ?? 0;
    const counter = state[3] ?? 0;
    const out = (a + b + counter) | 0;
    state[3] = counter + 1;
    state[0] = b ^ (b >>> 9);
    state[1] = (c + (c << 3)) | 0;
    state[2] = (((c << 21) | (c >>> 11)) + out) | 0;
    return out >>> 0;
  }

  uniform(): number {
    return ((this.bits() >>> 5) * 67108864 + (this.bits() >>> 6)) / 9007199254740992;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  int(low: number, high: number): number {
    return low + Math.floor((high - low + 1) * this.uniform());
  }

  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('pick: the list is empty');
    return items[Math.floor(items.length * this.uniform())] as T;
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.uniform());
  }

  normal(mean: number, deviation: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.uniform());
  }

  shuffle<T>(items: readonly T[]): T[] {
    const copy = [...items];
    for (let last = copy.length - 1; last > 0; last--) {
      const other = Math.floor((last + 1) * this.uniform());
      const kept = copy[last] as T;
      copy[last] = copy[other] as T;
      copy[other] = kept;
    }
    return copy;
  }
}

/** Mixes a label into an identity. Numbers go in as the 64 bits of their double, texts by UTF-16 unit. */
function absorb(identity: Identity, label: string | number): Identity {
  let [low, high] = identity;
  if (typeof label === 'number') {
    float[0] = label + 0;
    low = scramble(low ^ (halves[0] ?? 0) ^ 0x3c6ef372);
    high = scramble(high ^ (halves[1] ?? 0) ^ low);
  } else {
    for (let at = 0; at < label.length; at++) {
      low = Math.imul(low ^ label.charCodeAt(at), 0x01000193);
      high = Math.imul(high ^ label.charCodeAt(at) ^ (low >>> 15), 0x85ebca6b);
    }
    low = scramble(low ^ label.length);
    high = scramble(high ^ low);
  }
  return [scramble(low + Math.imul(high, 0x9e3779b1)), high];
}

const float = new Float64Array(1);
const halves = new Int32Array(float.buffer);

/** The finalizer of MurmurHash3 (Appleby, public domain): every input bit flips each output bit half of the time. */
function scramble(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
