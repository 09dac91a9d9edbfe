import type { SimulatedLine } from '../../stream/simulator.ts';

/** What `simulate` was asked for. */
export interface SimulationPlan {
  readonly stream: string;
  readonly rate: number;
  /** How many lines; undefined: until it is stopped. */
  readonly count: number | undefined;
  readonly seed: number;
  /** Epoch milliseconds. */
  readonly start: number;
}

/** How many lines went out, and in how long. */
export interface SimulationSummary {
  readonly events: number;
  readonly seconds: number;
}

export type Lines = Generator<SimulatedLine, never, void>;

/** Told how many lines are out. */
export type OnLines = (events: number) => void;
