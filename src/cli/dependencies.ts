import type { Clock } from '../event/clock.ts';
import type { Configuration } from '../jobs/configuration/load.ts';
import type { StreamSettings } from '../jobs/configuration/settings.ts';
import type { Finding } from '../jobs/host/findings.ts';
import type { Session } from '../jobs/host/session.ts';
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
   */
  readonly needs: 'everything' | 'engine';
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
  /** What `doctor` finds, in the order to show. Needs nothing to be running, and leaves nothing behind. */
  diagnose(configuration: Configuration): Promise<readonly Finding[]>;
}
