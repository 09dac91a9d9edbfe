import type { Clock } from '../event/clock.ts';
import type { Configuration } from '../jobs/configuration/load.ts';
import type { Stream } from '../stream/define.ts';

/** What every part of the composition is given by `main.ts`. */
export interface Program {
  readonly version: string;
  readonly catalogue: readonly Stream[];
  /** Module that exports `catalogue`, for worker threads. */
  readonly catalogueUrl: string;
  readonly clock: Clock;
  /** Folder of the built pages, when there are any. */
  readonly webRoot: string | undefined;
}

/** A program and how it is set. */
export interface ConfiguredProgram extends Program {
  readonly configuration: Configuration;
}
