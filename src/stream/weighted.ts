import type { Random } from './random.ts';

/** Draws the positions 0..n-1, each with a fixed weight. */
export type WeightedDraw = (random: Random) => number;

/**
 * Draws a position with probability weight / sum of weights, in constant time: Walker's alias method with Vose's
 * linear set-up (IEEE Transactions on Software Engineering 17(9), 1991).
 * The weights must be finite, not negative, and not all 0.
 */
export function weightedDraw(weights: readonly number[]): WeightedDraw {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0) || !Number.isFinite(total) || weights.some((weight) => weight < 0)) {
    throw new RangeError('weightedDraw: the weights must be >= 0, finite, and not all 0');
  }
  const size = weights.length;
  const keep = Float64Array.from(weights, (weight) => (weight * size) / total);
  const alias = Int32Array.from(weights.keys());
  const small: number[] = [];
  const large: number[] = [];
  for (const [position, share] of keep.entries()) (share < 1 ? small : large).push(position);
  while (small.length > 0 && large.length > 0) {
    const poor = small.pop() ?? 0;
    const rich = large.pop() ?? 0;
    alias[poor] = rich;
    const left = (keep[rich] ?? 0) - (1 - (keep[poor] ?? 0));
    keep[rich] = left;
    (left < 1 ? small : large).push(rich);
  }
  // What is left differs from 1 by rounding alone, unless its weight is 0.
  for (const position of [...small, ...large]) if (weights[position] !== 0) keep[position] = 1;
  return (random) => {
    const position = Math.floor(size * random.uniform());
    return random.uniform() < (keep[position] ?? 1) ? position : (alias[position] ?? position);
  };
}

/** Draws one of the items by its weight, as `weightedDraw` does. */
export function weightedPick<T>(
  entries: readonly (readonly [item: T, weight: number])[],
): (random: Random) => T {
  const draw = weightedDraw(entries.map(([, weight]) => weight));
  const items = entries.map(([item]) => item);
  return (random) => items[draw(random)] as T;
}

/**
 * Zipf's law over the ranks 0..size-1: rank r is drawn with probability proportional to 1 / (r + 1)^exponent.
 * An alias table of 12 bytes a rank, so that a draw takes the same time at any size.
 */
export function zipfDraw(size: number, exponent: number): WeightedDraw {
  return weightedDraw(Array.from({ length: size }, (_, rank) => (rank + 1) ** -exponent));
}
