import type { RawScore } from '../../../src/enrich/sentiment/model.ts';
import type { Calibration } from '../../../src/enrich/sentiment/weights.ts';

/** Scores of posts that the model was not trained on, and the true classes as indices of CLASSES. */
export interface Scored {
  readonly scores: readonly RawScore[];
  readonly labels: Uint8Array;
}

const ROUNDS = 400;
const PACE = 1.5;
const INERTIA = 0.9;

/**
 * Fits probabilities to scores: multinomial logistic regression on the two scores (Platt's scaling for three classes), by
 * gradient descent with momentum. Every class counts the same, whatever its size. Rounded to four decimals.
 */
export function fitCalibration({ scores, labels }: Scored): Calibration {
  const shares = classWeights(labels);
  let values = [1, 1, 0, 0];
  let speeds = [0, 0, 0, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    const gradient = gradientAt(values, { scores, labels }, shares);
    speeds = speeds.map((speed, index) => INERTIA * speed - PACE * (gradient[index] ?? 0));
    values = values.map((value, index) => value + (speeds[index] ?? 0));
  }
  const [first = 0, second = 0, third = 0, fourth = 0] = values.map((value) => Math.round(value * 1e4) / 1e4);
  return { slopes: [first, second], offsets: [third, fourth] };
}

/** What a post of each class weighs, so that the classes weigh the same and all posts together 1. */
function classWeights(labels: Uint8Array): number[] {
  const sizes = [0, 0, 0];
  for (const label of labels) sizes[label] = (sizes[label] ?? 0) + 1;
  return sizes.map((size) => (size === 0 ? 0 : 1 / (sizes.length * size)));
}

function gradientAt(values: readonly number[], { scores, labels }: Scored, shares: number[]): number[] {
  const [slopeOfNegative = 0, slopeOfPositive = 0, offsetOfNegative = 0, offsetOfPositive = 0] = values;
  const gradient = [0, 0, 0, 0];
  for (const [index, { negative, positive }] of scores.entries()) {
    const label = labels[index] ?? 0;
    const oddsOfNegative = Math.exp(slopeOfNegative * negative + offsetOfNegative);
    const oddsOfPositive = Math.exp(slopeOfPositive * positive + offsetOfPositive);
    const all = 1 + oddsOfNegative + oddsOfPositive;
    const share = shares[label] ?? 0;
    const missNegative = share * (oddsOfNegative / all - (label === 0 ? 1 : 0));
    const missPositive = share * (oddsOfPositive / all - (label === 2 ? 1 : 0));
    gradient[0] = (gradient[0] ?? 0) + missNegative * negative;
    gradient[1] = (gradient[1] ?? 0) + missPositive * positive;
    gradient[2] = (gradient[2] ?? 0) + missNegative;
    gradient[3] = (gradient[3] ?? 0) + missPositive;
  }
  return gradient;
}
