import type { Examples } from './examples.ts';
import { WAYS } from './support-vectors.ts';

/** Weights of negative and positive against neutral in bytes; a weight of 1 stands for `unit`. */
export interface Quantised {
  readonly table: Int8Array;
  readonly unit: number;
}

/** So large a share of all weights that are not 0 is kept exactly; the few above are cut off. */
const KEPT = 0.9995;

/** The weight of a place for a class against neutral, what its values were multiplied by included. */
export function against(weights: Float32Array, place: number, way: number, factor: number): number {
  return ((weights[place * WAYS + way] ?? 0) - (weights[place * WAYS + 1] ?? 0)) * factor;
}

/** Brings weights to bytes. */
export function quantise({ width, factors }: Examples, weights: Float32Array): Quantised {
  const places = width - 1;
  const exact = new Float32Array(places * 2);
  for (let place = 0; place < places; place += 1) {
    const factor = factors[place] ?? 0;
    exact[place * 2] = against(weights, place, 0, factor);
    exact[place * 2 + 1] = against(weights, place, 2, factor);
  }
  const sizes = exact.filter((weight) => weight !== 0).map(Math.abs).sort();
  const highest = sizes[Math.floor((sizes.length - 1) * KEPT)] ?? 1;
  const unit = Math.fround(highest / 127);
  const bytes = Int8Array.from(exact, (weight) => Math.max(-127, Math.min(127, Math.round(weight / unit))));
  return { table: bytes, unit };
}
