import type { PartName, Place } from './place.ts';
import type { ClusterState } from './state.ts';

/** What a part is started from. */
export interface Surroundings {
  readonly place: Place;
  readonly state: Pick<ClusterState, 'options' | 'ports' | 'endpoints'>;
  readonly java: string;
  /** Folders of jars. */
  readonly jars: { readonly kafka: string; readonly flink: string };
  readonly environment: NodeJS.ProcessEnv;
}

/** A program, ready to be started. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  /** Whether this very process serves: one that was killed may still be registered somewhere. */
  isHealthy(): Promise<boolean>;
}

/** A part of the cluster. */
export interface Part {
  readonly name: PartName;
  /** How long it may take until it serves, in milliseconds. */
  readonly patienceMs: number;
  /** Writes what it is configured by, and says how it is started. It does not run when this is called. */
  prepare(surroundings: Surroundings): Promise<Command>;
  /** Whether the part that runs serves. */
  isHealthy(state: Pick<ClusterState, 'endpoints'>): Promise<boolean>;
}
