import type { EventFiles } from './events/event-files.ts';
import type { Programs } from './program/programs.ts';

/** What a benchmark is given to work with. */
export interface Surroundings {
  /** A temporary folder of this run alone; it is removed afterwards. */
  readonly folder: string;
  /** Threads that the program and DuckDB may use. */
  readonly threads: number;
  /** Ends the run. */
  readonly signal: AbortSignal;
  /** Says what is being done, on standard error. */
  readonly say: (words: string) => void;
  readonly programs: Programs;
  readonly files: EventFiles;
}

/** How much is measured. */
export interface Size {
  readonly events: number;
  /** Events a second of simulated time. */
  readonly rate: number;
  /** Length of what is measured over a time. */
  readonly seconds: number;
}

/** One line of a result. */
export interface Figure {
  readonly what: string;
  /** Undefined: it could not be measured here. */
  readonly value: number | undefined;
  readonly unit: Unit;
  /** In relation to what `Section.ratioTo` names, measured in the same run. */
  readonly ratio?: number | undefined;
}

export type Unit =
  | 'events/s'
  | 'requests/s'
  | 'µs/event'
  | 's'
  | 'ms'
  | 'MiB'
  | 'x'
  | '%'
  | 'events'
  | 'requests';

/** A table of figures. */
export interface Section {
  readonly title: string;
  readonly ratioTo?: string;
  readonly figures: readonly Figure[];
  readonly notes?: readonly string[];
}

/** One thing that can be measured. Nothing in it fails because something is slow. */
export interface Benchmark {
  readonly name: string;
  readonly about: string;
  /** Used when nothing else is asked for. */
  readonly size: Size;
  readonly run: (around: Surroundings, size: Size) => Promise<readonly Section[]>;
}
