import { LABELS, mayFollow, OUTSIDE } from '../../../src/enrich/entities/labels.ts';
import { exponential, makeRandom } from './arithmetic.ts';

/** A line to learn from. */
export interface Example {
  /** Feature numbers of all tokens, one token after the other. */
  readonly features: Int32Array;
  /** Where each token's features begin; one more entry than tokens. */
  readonly offsets: Int32Array;
  /** Labels that are right for each token, one bit each: several where the corpus leaves it open. */
  readonly allowed: Int32Array;
  /** How much the line counts. */
  readonly weight: number;
}

export interface Weights {
  /** `LABELS` per feature. */
  readonly features: Float64Array;
  readonly transitions: Float64Array;
  readonly first: Float64Array;
}

export interface Training {
  readonly epochs: number;
  /** The weights are the mean of those at the ends of the last so many epochs. */
  readonly averaged: number;
  readonly learningRate: number;
  /** Strength of the L2 penalty, per line. */
  readonly penalty: number;
  readonly seed: number;
}

/**
 * Trains a linear-chain conditional random field by stochastic gradient descent on the likelihood of the allowed
 * labels (Lafferty, McCallum & Pereira 2001; learning rate and lazy penalty as in Bottou's crfsgd; several labels
 * allowed as in Tsuboi et al. 2008).
 */
export function trainCrf(examples: readonly Example[], featureCount: number, training: Training): Weights {
  const weights = makeWeights(featureCount);
  const mean = makeWeights(featureCount);
  const lattice = makeLattice(Math.max(...examples.map((example) => example.allowed.length)));
  const order = examples.map((_, index) => index);
  const random = makeRandom(training.seed);
  // True weights are `scale` times those stored, so that the penalty costs one multiplication a step.
  let scale = 1;
  let steps = 0;
  for (let epoch = 1; epoch <= training.epochs; epoch += 1) {
    shuffle(order, random);
    for (const index of order) {
      const example = examples[index];
      if (example === undefined) continue;
      const rate = training.learningRate / (1 + training.penalty * training.learningRate * steps);
      steps += 1;
      scale *= 1 - rate * training.penalty;
      expect(lattice, { example, weights, scale });
      update(lattice, { example, weights, step: (rate * example.weight) / scale });
    }
    rescale(weights, scale);
    scale = 1;
    if (epoch > training.epochs - training.averaged) addTo(mean, weights);
  }
  rescale(mean, 1 / training.averaged);
  return mean;
}

function makeWeights(featureCount: number): Weights {
  return {
    features: new Float64Array(LABELS * featureCount),
    transitions: new Float64Array(LABELS * LABELS),
    first: new Float64Array(LABELS),
  };
}

function columns(weights: Weights): readonly Float64Array[] {
  return [weights.features, weights.transitions, weights.first];
}

function rescale(weights: Weights, factor: number): void {
  for (const column of columns(weights)) {
    for (let index = 0; index < column.length; index += 1) column[index] = (column[index] ?? 0) * factor;
  }
}

function addTo(sum: Weights, weights: Weights): void {
  const added = columns(weights);
  for (const [number, column] of columns(sum).entries()) {
    for (let index = 0; index < column.length; index += 1) {
      column[index] = (column[index] ?? 0) + (added[number]?.[index] ?? 0);
    }
  }
}

function shuffle(order: number[], random: () => number): void {
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const kept = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = kept;
  }
}

/** Sums of forward-backward, each row scaled to 1 so that long lines do not underflow. */
interface Sums {
  readonly forward: Float64Array;
  readonly backward: Float64Array;
}

interface Lattice {
  /** Exponentials of the scores of labels of tokens, and of steps between labels (0 where impossible). */
  readonly tokens: Float64Array;
  readonly steps: Float64Array;
  readonly first: Float64Array;
  /** Over all sequences of labels, and over the allowed ones alone. */
  readonly all: Sums;
  readonly right: Sums;
}

function makeLattice(longest: number): Lattice {
  const sums = (): Sums => ({
    forward: new Float64Array(LABELS * longest),
    backward: new Float64Array(LABELS * longest),
  });
  return {
    tokens: new Float64Array(LABELS * longest),
    steps: new Float64Array(LABELS * LABELS),
    first: new Float64Array(LABELS),
    all: sums(),
    right: sums(),
  };
}

const EVERY_LABEL = (1 << LABELS) - 1;

interface State {
  readonly example: Example;
  readonly weights: Weights;
  readonly scale: number;
}

function expect(lattice: Lattice, { example, weights, scale }: State): void {
  const count = example.allowed.length;
  const scores = lattice.tokens;
  scores.fill(0, 0, LABELS * count);
  for (let token = 0; token < count; token += 1) {
    const row = LABELS * token;
    const end = example.offsets[token + 1] ?? 0;
    for (let at = example.offsets[token] ?? 0; at < end; at += 1) {
      const from = LABELS * (example.features[at] ?? 0);
      for (let label = 0; label < LABELS; label += 1) {
        scores[row + label] = (scores[row + label] ?? 0) + (weights.features[from + label] ?? 0);
      }
    }
    for (let label = 0; label < LABELS; label += 1) {
      scores[row + label] = exponential(Math.min(50, (scores[row + label] ?? 0) * scale));
    }
  }
  for (let step = 0; step < LABELS * LABELS; step += 1) {
    const isPossible = mayFollow(Math.floor(step / LABELS), step % LABELS);
    lattice.steps[step] = isPossible ? exponential((weights.transitions[step] ?? 0) * scale) : 0;
  }
  for (let label = 0; label < LABELS; label += 1) {
    lattice.first[label] = mayFollow(OUTSIDE, label) ? exponential((weights.first[label] ?? 0) * scale) : 0;
  }
  sumForward(lattice, lattice.all.forward, { count, allowed: undefined });
  sumBackward(lattice, lattice.all.backward, { count, allowed: undefined });
  sumForward(lattice, lattice.right.forward, { count, allowed: example.allowed });
  sumBackward(lattice, lattice.right.backward, { count, allowed: example.allowed });
}

interface Range {
  readonly count: number;
  readonly allowed: Int32Array | undefined;
}

function sumForward({ tokens, steps, first }: Lattice, sums: Float64Array, { count, allowed }: Range): void {
  for (let token = 0; token < count; token += 1) {
    const row = LABELS * token;
    const mask = allowed?.[token] ?? EVERY_LABEL;
    for (let label = 0; label < LABELS; label += 1) {
      let sum = 0;
      if (((mask >> label) & 1) === 1) {
        if (token === 0) sum = first[label] ?? 0;
        else {
          for (let from = 0; from < LABELS; from += 1) {
            sum += (sums[row - LABELS + from] ?? 0) * (steps[LABELS * from + label] ?? 0);
          }
        }
      }
      sums[row + label] = sum * (tokens[row + label] ?? 0);
    }
    normalise(sums, row);
  }
}

function sumBackward({ tokens, steps }: Lattice, sums: Float64Array, { count, allowed }: Range): void {
  sums.fill(1 / LABELS, LABELS * (count - 1), LABELS * count);
  for (let token = count - 2; token >= 0; token -= 1) {
    const row = LABELS * token;
    const next = row + LABELS;
    const mask = allowed?.[token + 1] ?? EVERY_LABEL;
    for (let label = 0; label < LABELS; label += 1) {
      let sum = 0;
      for (let to = 0; to < LABELS; to += 1) {
        if (((mask >> to) & 1) === 0) continue;
        sum += (steps[LABELS * label + to] ?? 0) * (tokens[next + to] ?? 0) * (sums[next + to] ?? 0);
      }
      sums[row + label] = sum;
    }
    normalise(sums, row);
  }
}

function normalise(sums: Float64Array, row: number): void {
  let total = 0;
  for (let label = 0; label < LABELS; label += 1) total += sums[row + label] ?? 0;
  for (let label = 0; label < LABELS; label += 1) sums[row + label] = (sums[row + label] ?? 0) / total;
}

interface Step {
  readonly example: Example;
  readonly weights: Weights;
  readonly step: number;
}

/** Moves each weight by how much more often it is right than the model expects it. */
function update(lattice: Lattice, { example, weights, step }: Step): void {
  const count = example.allowed.length;
  const right = new Float64Array(LABELS);
  const expected = new Float64Array(LABELS);
  for (let token = 0; token < count; token += 1) {
    labelChances(lattice.right, token, right);
    labelChances(lattice.all, token, expected);
    for (let label = 0; label < LABELS; label += 1) {
      const change = step * ((right[label] ?? 0) - (expected[label] ?? 0));
      if (Math.abs(change) < 1e-9) continue;
      const end = example.offsets[token + 1] ?? 0;
      for (let at = example.offsets[token] ?? 0; at < end; at += 1) {
        const index = LABELS * (example.features[at] ?? 0) + label;
        weights.features[index] = (weights.features[index] ?? 0) + change;
      }
      if (token === 0) weights.first[label] = (weights.first[label] ?? 0) + change;
    }
    if (token + 1 === count) continue;
    addSteps(lattice, lattice.right, { weights, token, mask: example.allowed[token + 1] ?? 0, factor: step });
    addSteps(lattice, lattice.all, { weights, token, mask: EVERY_LABEL, factor: -step });
  }
}

function labelChances({ forward, backward }: Sums, token: number, chances: Float64Array): void {
  const row = LABELS * token;
  for (let label = 0; label < LABELS; label += 1) {
    chances[label] = (forward[row + label] ?? 0) * (backward[row + label] ?? 0);
  }
  normalise(chances, 0);
}

interface StepUpdate {
  readonly weights: Weights;
  /** The step is from this token to the next. */
  readonly token: number;
  /** Labels that the next token may have. */
  readonly mask: number;
  readonly factor: number;
}

const chances = new Float64Array(LABELS * LABELS);

function addSteps(
  { tokens, steps }: Lattice,
  sums: Sums,
  { weights, token, mask, factor }: StepUpdate,
): void {
  const row = LABELS * token;
  const next = row + LABELS;
  let total = 0;
  for (let index = 0; index < chances.length; index += 1) {
    const to = index % LABELS;
    const isAllowed = ((mask >> to) & 1) === 1;
    const into = (tokens[next + to] ?? 0) * (sums.backward[next + to] ?? 0);
    const from = sums.forward[row + (index - to) / LABELS] ?? 0;
    const chance = isAllowed ? from * (steps[index] ?? 0) * into : 0;
    chances[index] = chance;
    total += chance;
  }
  for (let index = 0; index < chances.length; index += 1) {
    const change = (factor * (chances[index] ?? 0)) / total;
    weights.transitions[index] = (weights.transitions[index] ?? 0) + change;
  }
}
