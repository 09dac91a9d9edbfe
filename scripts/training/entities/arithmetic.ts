// Exponential, logarithm and chance out of the four basic operations alone, which give the same bits on every
// machine; Math.exp and Math.log may not, and training has to be reproducible bit for bit.

const LN2 = Math.LN2;

/** e to the power of `x`, to about 15 digits; `x` is kept between -700 and 700. */
export function exponential(x: number): number {
  const bounded = Math.max(-700, Math.min(700, x));
  const halvings = Math.round(bounded / LN2);
  const rest = bounded - halvings * LN2;
  let term = 1;
  let sum = 1;
  for (let n = 1; n <= 14; n += 1) {
    term *= rest / n;
    sum += term;
  }
  return sum * powerOfTwo(halvings);
}

function powerOfTwo(exponent: number): number {
  let power = 1;
  let base = exponent < 0 ? 0.5 : 2;
  for (let left = Math.abs(exponent); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) power *= base;
    base *= base;
  }
  return power;
}

/** Natural logarithm of `x` > 0, to about 15 digits. */
export function logarithm(x: number): number {
  let mantissa = x;
  let doublings = 0;
  while (mantissa > 1.5) {
    mantissa /= 2;
    doublings += 1;
  }
  while (mantissa < 0.75) {
    mantissa *= 2;
    doublings -= 1;
  }
  const ratio = (mantissa - 1) / (mantissa + 1);
  let power = ratio;
  let sum = 0;
  for (let n = 1; n <= 23; n += 2) {
    sum += power / n;
    power *= ratio * ratio;
  }
  return 2 * sum + doublings * LN2;
}

/** Numbers in [0, 1) from a seed (mulberry32). */
export function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
