import type { Examples } from './examples.ts';
import { WAYS } from './support-vectors.ts';

/** Weights of negative and positive against neutral in bytes; a weight of 1 stands for `unit`. */
export interface Quantised {
  readonly table: Int8Array;
  readonly unit: number;
}

/** The weight of a place for a class against neutral, what its values were multiplied by included. */
export function against(weights: Float32Array, place: number, way: number, factor: number): number {
  return ((weights[place * WAYS + way] ?? 0) - (weights[place * WAYS + 1] ?? 0)) * factor;
}

/**
 * Brings weights to bytes, the largest to 127. Cutting off the largest for a finer unit costs more than it gives: they are the
 * words that decide.
 */
export function quantise({ width, factors }: Examples, weights: Float32Array): Quantised {
  const places = width - 1;
  const exact = new Float32Array(places * 2);
  for (let place = 0; place < places; place += 1) {
    const factor = factors[place] ?? 0;
    exact[place * 2] = against(weights, place, 0, factor);
    exact[place * 2 + 1] = against(weights, place, 2, factor);
  }
  let highest = 0;
  for (const weight of exact) highest = Math.max(highest, Math.abs(weight));
  const unit = Math.fround(highest === 0 ? 1 : highest / 127);
  const bytes = Int8Array.from(exact, (weight) => Math.max(-127, Math.min(127, Math.round(weight / unit))));
  return { table: bytes, unit };
}
