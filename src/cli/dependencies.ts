import type { Clock } from '../event/clock.ts';
import type { Configuration } from '../jobs/configuration/load.ts';
import type { StreamSettings } from '../jobs/configuration/settings.ts';
import type { Finding } from '../jobs/host/findings.ts';
import type { Session } from '../jobs/host/session.ts';
import type { StreamVerdict, VerifiedEngine, VerifiedInput } from '../jobs/verify/contract.ts';
import type { WorkerHealth } from '../jobs/worker/health.ts';
import type { WorkerEvent } from '../jobs/worker/run.ts';
import type { Stream } from '../stream/define.ts';
import type { Interrupts } from './terminal/interrupts.ts';
import type { Terminal } from './terminal/terminal.ts';

/** What a command needs of the data folder. */
export interface OpenRequest {
  readonly configuration: Configuration;
  /** As typed, for others who find the folder taken: `ingest web-behaviour`. */
  readonly command: string;
  /**
   * `everything`: log, engine and warehouse, as the host of the folder or as its guest.
   * `engine`: nothing is stored, so that neither the folder nor a warehouse is needed.
   * `deployments`: a warehouse that Flink reaches, and no data folder.
   */
  readonly needs: 'everything' | 'engine' | 'deployments';
  /** Gives up waiting for another host. */
  readonly signal: AbortSignal;
  /** Told, in words, when something takes a while: a warehouse that is set up, another host that is starting. */
  readonly onWait: (words: string) => void;
}

export interface StartRequest {
  readonly configuration: Configuration;
  readonly command: string;
  readonly signal: AbortSignal;
  /** Told what is being done, and later what goes wrong without ending it, in words. */
  readonly onStep: (words: string) => void;
}

/** A program that runs until it is stopped. */
export interface Started {
  /** Where the pages are: `http://127.0.0.1:4100`. */
  readonly url: string;
  /** Opens the pages signed in, once. */
  readonly signInUrl: string;
  readonly dataDir: string;
  /** The warehouse in words, without a password: `PostgreSQL 18 on port 5433`. */
  readonly warehouse: string;
  readonly simulating: boolean;
  readonly streams: readonly {
    readonly name: string;
    /** A command that sends one event, as pasted works. */
    readonly collectorExample: string;
  }[];
  /** Settles only when it cannot go on; it is stopped then, too. */
  readonly failed: Promise<never>;
  /** Stops everything within five seconds. */
  stop(): Promise<void>;
}

/** What a worker does with events. */
export const WORKER_ROLES = ['rollup', 'archive', 'enrich'] as const;

export type WorkerRole = (typeof WORKER_ROLES)[number];

export function isWorkerRole(text: string): text is WorkerRole {
  return WORKER_ROLES.some((role) => role === text);
}

export interface WorkRequest {
  readonly configuration: Configuration;
  readonly role: WorkerRole;
  /** By name; null: all. */
  readonly streams: readonly string[] | null;
  /** Port of `/health` and `/metrics`; 0 takes a free one. */
  readonly healthPort: number;
  readonly onEvent: (event: WorkerEvent) => void;
  /** Told what goes wrong without ending it. */
  readonly onTrouble: (error: unknown) => void;
}

/** A worker that runs until it is stopped. */
export interface WorkerStarted {
  /** Where `/health` and `/metrics` are. */
  readonly url: string;
  readonly streams: readonly string[];
  readonly health: () => WorkerHealth;
  /** Commits what is under way, and gives its partitions to others. */
  stop(): Promise<void>;
}

/** A comparison of engines that is asked for. */
export interface VerifyCall {
  readonly configuration: Configuration;
  /** By name; none: all. */
  readonly streams: readonly string[];
  readonly input: VerifiedInput;
  readonly engine: VerifiedEngine;
  /** Until the figures of a stream must be there, in milliseconds. */
  readonly withinMs: number;
  readonly signal: AbortSignal;
  /** Told in words what is being done. */
  readonly say: (words: string) => void;
  /** Told of each stream when it is done. */
  readonly onVerdict: (verdict: StreamVerdict) => void;
}

/** What the command line is joined to; filled by the composition root. */
export interface Dependencies {
  readonly version: string;
  readonly catalogue: readonly Stream[];
  readonly streamSettings: StreamSettings;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
  readonly clock: Clock;
  readonly terminal: Terminal;
  readonly interrupts: Interrupts;
  open(request: OpenRequest): Promise<Session>;
  start(request: StartRequest): Promise<Started>;
  work(request: WorkRequest): Promise<WorkerStarted>;
  verify(call: VerifyCall): Promise<readonly StreamVerdict[]>;
  /** What `doctor` finds, in the order to show. Needs nothing to be running, and leaves nothing behind. */
  diagnose(configuration: Configuration): Promise<readonly Finding[]>;
}
