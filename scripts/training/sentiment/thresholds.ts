import type { Calibration } from '../../../src/enrich/sentiment/weights.ts';
import type { Scored } from './calibration.ts';

const STEP = 0.05;
const REACH = 16;
/** Recall is averaged over neighbours so far away, so that a lucky point does not win. */
const BLUR = 3;
const SIDE = REACH * 2 + 1;

/**
 * Moves the offsets of a calibration to where the macro-averaged recall is highest, on a grid of log-odds around them.
 * It is the posts of cross-validation that decide, never those for measuring.
 */
export function tuneOffsets(scored: Scored, calibration: Calibration): Calibration {
  const grid = recallGrid(scored, calibration);
  let best = { recall: 0, negative: 0, positive: 0 };
  for (let negative = -REACH; negative <= REACH; negative += 1) {
    for (let positive = -REACH; positive <= REACH; positive += 1) {
      const recall = blurred(grid, negative, positive);
      if (recall > best.recall) best = { recall, negative, positive };
    }
  }
  const [negative, positive] = calibration.offsets;
  const offsets = [
    rounded(negative + best.negative * STEP),
    rounded(positive + best.positive * STEP),
  ] as const;
  return { slopes: calibration.slopes, offsets };
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;
const cell = (negative: number, positive: number): number => (negative + REACH) * SIDE + positive + REACH;

/** Sum of the recalls of the three classes at every point of the grid. */
function recallGrid({ scores, labels }: Scored, { slopes, offsets }: Calibration): Float64Array {
  const sizes = [0, 0, 0];
  for (const label of labels) sizes[label] = (sizes[label] ?? 0) + 1;
  const grid = new Float64Array(SIDE * SIDE);
  for (const [index, { negative, positive }] of scores.entries()) {
    const label = labels[index] ?? 0;
    const share = 1 / (sizes[label] ?? 1);
    const ofNegative = slopes[0] * negative + offsets[0];
    const ofPositive = slopes[1] * positive + offsets[1];
    for (let down = -REACH; down <= REACH; down += 1) {
      for (let up = -REACH; up <= REACH; up += 1) {
        const first = ofNegative + down * STEP;
        const last = ofPositive + up * STEP;
        const found = first > 0 && first > last ? 0 : last > 0 ? 2 : 1;
        if (found === label) grid[cell(down, up)] = (grid[cell(down, up)] ?? 0) + share;
      }
    }
  }
  return grid;
}

function blurred(grid: Float64Array, negative: number, positive: number): number {
  let sum = 0;
  let cells = 0;
  for (let down = Math.max(-REACH, negative - BLUR); down <= Math.min(REACH, negative + BLUR); down += 1) {
    for (let up = Math.max(-REACH, positive - BLUR); up <= Math.min(REACH, positive + BLUR); up += 1) {
      sum += grid[cell(down, up)] ?? 0;
      cells += 1;
    }
  }
  return sum / cells;
}
