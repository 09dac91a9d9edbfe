import type { Line } from './features.ts';
import { LABELS, mayFollow, OUTSIDE } from './labels.ts';
import type { EntityModel } from './model.ts';
import { makeScorer } from './scorer.ts';
import { canBeNamed, MARK } from './tokens.ts';

const IMPOSSIBLE = -1_000_000_000;

/** Finds the best labels of a line. */
export type Decoder = (line: Line, labels: Uint8Array) => void;

/**
 * The Viterbi decoder of a model for lines of up to `capacity` tokens: `labels` gets the sequence with the highest
 * sum of weights. Mentions, links and emoji are always outside. All sums are of whole numbers, so that every
 * machine finds the same; of two equal sums, the lower label wins.
 */
export function makeDecoder(model: EntityModel, capacity: number): Decoder {
  const scores = new Int32Array(LABELS * capacity);
  const previous = new Uint8Array(LABELS * capacity);
  const score = makeScorer(model);
  const steps = makeSteps(model);
  return (line, labels) => {
    const { count } = line.tokens;
    if (count === 0) return;
    score(line, scores);
    for (let token = 0; token < count; token += 1) {
      if (!canBeNamed(line.tokens.kind[token] ?? MARK)) closeLabels(scores, token);
      if (token === 0) addFirst(model, scores);
      else addStep(steps, { token, scores, previous });
    }
    traceBack({ count, scores, previous, labels });
  };
}

/** Weights of steps between labels; impossible ones cost more than any features can give. */
function makeSteps(model: EntityModel): Int32Array {
  return model.transitions.map((weight, step) => {
    const from = Math.floor(step / LABELS);
    return mayFollow(from, step % LABELS) ? weight : IMPOSSIBLE;
  });
}

function closeLabels(scores: Int32Array, token: number): void {
  scores[LABELS * token + OUTSIDE] = 0;
  scores.fill(IMPOSSIBLE / 2, LABELS * token + 1, LABELS * (token + 1));
}

function addFirst(model: EntityModel, scores: Int32Array): void {
  for (let label = 0; label < LABELS; label += 1) {
    const weight = mayFollow(OUTSIDE, label) ? (model.first[label] ?? 0) : IMPOSSIBLE;
    scores[label] = Math.max(IMPOSSIBLE, (scores[label] ?? 0) + weight);
  }
}

interface Lattice {
  readonly token: number;
  readonly scores: Int32Array;
  readonly previous: Uint8Array;
}

function addStep(steps: Int32Array, { token, scores, previous }: Lattice): void {
  const here = LABELS * token;
  const before = here - LABELS;
  for (let label = 0; label < LABELS; label += 1) {
    let best = 2 * IMPOSSIBLE;
    let from = OUTSIDE;
    for (let candidate = 0; candidate < LABELS; candidate += 1) {
      const score = (scores[before + candidate] ?? 0) + (steps[LABELS * candidate + label] ?? 0);
      if (score <= best) continue;
      best = score;
      from = candidate;
    }
    scores[here + label] = Math.max(IMPOSSIBLE, best + (scores[here + label] ?? 0));
    previous[here + label] = from;
  }
}

interface Trace {
  readonly count: number;
  readonly scores: Int32Array;
  readonly previous: Uint8Array;
  readonly labels: Uint8Array;
}

function traceBack({ count, scores, previous, labels }: Trace): void {
  const last = LABELS * (count - 1);
  let label = OUTSIDE;
  for (let candidate = 1; candidate < LABELS; candidate += 1) {
    if ((scores[last + candidate] ?? 0) > (scores[last + label] ?? 0)) label = candidate;
  }
  for (let token = count - 1; token >= 0; token -= 1) {
    labels[token] = label;
    label = previous[LABELS * token + label] ?? OUTSIDE;
  }
}
