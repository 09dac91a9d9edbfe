import type { Random } from '../../../src/stream/random.ts';
import type { Examples } from './examples.ts';

/**
 * Linear support vector machines with squared hinge loss, one for each class against the others, by dual coordinate
 * descent (Hsieh et al. 2008, "A dual coordinate descent method for large-scale linear SVM", algorithm 1). Each class
 * weighs as much as the two others together. Only additions, multiplications and divisions: the same on every machine.
 */
export interface SupportOptions {
  readonly cost: number;
  readonly epochs: number;
  readonly random: Random;
}

/** Classes that are told apart. */
export const WAYS = 3;

/** Weights of the classes for each place: `weights[place * 3 + class]`. */
export function trainSupport(examples: Examples, rows: Int32Array, options: SupportOptions): Float32Array {
  const weights = new Float32Array(examples.width * WAYS);
  const learner = new Learner(examples, weights, diagonals(examples, rows, options.cost));
  const order = Int32Array.from(rows);
  for (let epoch = 0; epoch < options.epochs; epoch += 1) {
    shuffle(order, options.random);
    for (const row of order) learner.learn(row);
  }
  return weights;
}

function shuffle(items: Int32Array, random: Random): void {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random.uniform() * (last + 1));
    const item = items[last] ?? 0;
    items[last] = items[other] ?? 0;
    items[other] = item;
  }
}

/** 1 / (2 C) for the members of each class and for the others. */
interface Diagonals {
  readonly members: readonly number[];
  readonly others: readonly number[];
}

function diagonals({ labels }: Examples, rows: Int32Array, cost: number): Diagonals {
  const sizes = Array.from({ length: WAYS }, () => 0);
  for (const row of rows) {
    const label = labels[row] ?? 0;
    sizes[label] = (sizes[label] ?? 0) + 1;
  }
  return {
    members: sizes.map((size) => size / (cost * rows.length)),
    others: sizes.map((size) => (rows.length - size) / (cost * rows.length)),
  };
}

class Learner {
  readonly #examples: Examples;
  readonly #weights: Float32Array;
  readonly #diagonals: Diagonals;
  readonly #alphas: Float64Array;
  readonly #squares: Float64Array;
  readonly #margins = new Float64Array(WAYS);
  readonly #steps = new Float64Array(WAYS);

  constructor(examples: Examples, weights: Float32Array, diagonals: Diagonals) {
    this.#examples = examples;
    this.#weights = weights;
    this.#diagonals = diagonals;
    this.#alphas = new Float64Array(examples.count * WAYS);
    this.#squares = new Float64Array(examples.count);
    for (let row = 0; row < examples.count; row += 1) {
      let sum = 0;
      for (let at = examples.starts[row] ?? 0; at < (examples.starts[row + 1] ?? 0); at += 1) {
        sum += (examples.values[at] ?? 0) ** 2;
      }
      this.#squares[row] = sum;
    }
  }

  /** One step for one row. */
  learn(row: number): void {
    score(this.#examples, row, this.#weights, this.#margins);
    if (this.#findSteps(row)) this.#step(row);
  }

  #findSteps(row: number): boolean {
    const label = this.#examples.labels[row];
    let moved = false;
    for (let way = 0; way < WAYS; way += 1) {
      const sign = way === label ? 1 : -1;
      const diagonal = (way === label ? this.#diagonals.members : this.#diagonals.others)[way] ?? 1;
      const alpha = this.#alphas[row * WAYS + way] ?? 0;
      const gradient = sign * (this.#margins[way] ?? 0) - 1 + diagonal * alpha;
      const moves = alpha === 0 ? gradient < 0 : gradient !== 0;
      const next = moves ? Math.max(alpha - gradient / ((this.#squares[row] ?? 0) + diagonal), 0) : alpha;
      this.#steps[way] = (next - alpha) * sign;
      this.#alphas[row * WAYS + way] = next;
      moved ||= moves;
    }
    return moved;
  }

  #step(row: number): void {
    const { starts, places, values } = this.#examples;
    const weights = this.#weights;
    const [first = 0, second = 0, third = 0] = this.#steps;
    const end = starts[row + 1] ?? 0;
    for (let at = starts[row] ?? 0; at < end; at += 1) {
      const place = (places[at] ?? 0) * WAYS;
      const value = values[at] ?? 0;
      weights[place] = (weights[place] ?? 0) + first * value;
      weights[place + 1] = (weights[place + 1] ?? 0) + second * value;
      weights[place + 2] = (weights[place + 2] ?? 0) + third * value;
    }
  }
}

/** The margins of a row for each class. */
export function score(examples: Examples, row: number, weights: Float32Array, into: Float64Array): void {
  const { starts, places, values } = examples;
  let first = 0;
  let second = 0;
  let third = 0;
  const end = starts[row + 1] ?? 0;
  for (let at = starts[row] ?? 0; at < end; at += 1) {
    const place = (places[at] ?? 0) * WAYS;
    const value = values[at] ?? 0;
    first += (weights[place] ?? 0) * value;
    second += (weights[place + 1] ?? 0) * value;
    third += (weights[place + 2] ?? 0) * value;
  }
  into[0] = first;
  into[1] = second;
  into[2] = third;
}
