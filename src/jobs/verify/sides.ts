import type { Stream } from '../../stream/define.ts';
import type { TableShape } from '../../warehouse/shape.ts';
import type { VerifyContext } from './contract.ts';

/** An engine that takes a stream's raw topic into a database of its own. */
export interface OtherSide {
  /** Of the warehouse it writes. */
  readonly url: string;
  /** The tables that it keeps. */
  readonly tables: readonly TableShape[];
  /** Raw messages that it has taken so far, as far as it tells. */
  taken(): number;
  /** Fails when it cannot go on. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface SideRequest {
  readonly stream: Stream;
  /** An empty database. */
  readonly databaseUrl: string;
  readonly databaseName: string;
  /** A folder of its own. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly say: (words: string) => void;
  readonly onError: (error: unknown) => void;
}

/** Opens a side; fails when it cannot be had, and leaves nothing behind then. */
export type OpenSide = (context: VerifyContext, request: SideRequest) => Promise<OtherSide>;
