import type { CampaignChange, NewCampaign } from '../enrich/campaigns/rules.ts';
import type { Clock } from '../event/clock.ts';
import type { Log } from '../log/contract.ts';
import type { ReportRunner } from '../reports/answer.ts';
import type { Stream } from '../stream/define.ts';
import type { OneTimeCodes } from './access/one-time-codes.ts';
import type { Secrets } from './secrets.ts';

type MaybeLater<T> = T | Promise<T>;

/** The accounting (D3), as far as the server looks into it; all else is passed on. */
export interface Audit {
  readonly balanced: boolean;
  readonly streams: readonly {
    readonly stream: string;
    readonly stored: number | bigint;
    readonly sources: readonly { readonly source: string; readonly stored: number | bigint }[];
  }[];
}

export interface DeadLetterFilter {
  readonly stream: string | undefined;
  readonly reason: string | undefined;
  readonly limit: number;
  /** Only letters with a smaller id: the next page. */
  readonly before: string | undefined;
}

export interface DeadLetters {
  list(filter: DeadLetterFilter): Promise<object>;
  /** All of the stream's letters when `ids` is undefined. */
  replay(what: { readonly stream: string; readonly ids: readonly string[] | undefined }): Promise<object>;
}

/** How far a stream has come in the warehouse; instants in ISO 8601. */
export interface StreamState {
  readonly version: number;
  readonly committedAt: string | null;
  readonly latestEvent: string | null;
}

export interface StreamLag {
  readonly lagSeconds: number;
  /** Why it lags, in words; null when it does not. */
  readonly why: string | null;
}

/** What the collector is told about a line: whether it will be accepted, and if not, why. */
export type Verdict = { readonly accepted: true } | { readonly accepted: false; readonly reason: string };

/** A piece of work that another program of the same data folder asks for. */
export type Command = (
  args: unknown,
  onProgress: (progress: unknown) => void,
  signal: AbortSignal,
) => Promise<unknown>;

/** How far a campaign is. */
export interface CampaignStep {
  readonly id: string;
  readonly state: 'ready' | 'matching' | 'removed';
  /** Stored events that have been looked at. */
  readonly progress: { readonly done: number; readonly total: number };
}

/** Campaigns; each method fails as its user is to be told. */
export interface Campaigns {
  list(): Promise<readonly object[]>;
  show(which: string): Promise<object>;
  create(campaign: NewCampaign): Promise<object>;
  change(id: string, change: CampaignChange): Promise<object>;
  remove(id: string): Promise<object>;
  /** Told of campaigns that changed or were matched further; answers how to stop that. */
  onChange(listener: (campaigns: readonly string[]) => void): () => void;
  steps(campaigns: readonly string[]): Promise<readonly CampaignStep[]>;
}

/** All that the server needs from the rest of the program; joined in main.ts. */
export interface ServerDependencies {
  readonly version: string;
  readonly catalogue: readonly Stream[];
  readonly reports: ReportRunner;
  readonly audit: () => Promise<Audit>;
  readonly deadLetters: DeadLetters;
  readonly campaigns: Campaigns;
  readonly log: Log;
  /** Called for each line that the collector takes in: it has to be cheap. `now` is in epoch milliseconds. */
  readonly examine: (stream: Stream, line: string, now: number) => Verdict;
  /** Whether events of this source are made up. */
  readonly isSimulated: (source: string) => boolean;
  /** Calls the listener after each commit to the warehouse; answers how to stop that. */
  readonly onCommit: (listener: () => void) => () => void;
  /** By stream. Called at most five times a second, however many pages are open. */
  /** When the oldest stored event of each stream happened, ISO 8601. */
  readonly earliestEvents: () => MaybeLater<Readonly<Record<string, string | null>>>;
  readonly streamStates: () => MaybeLater<Readonly<Record<string, StreamState>>>;
  /** By stream. */
  readonly lag: () => MaybeLater<Readonly<Record<string, StreamLag>>>;
  readonly commands: Readonly<Record<string, Command>>;
  readonly secrets: Secrets;
  readonly oneTimeCodes: OneTimeCodes;
  readonly clock: Clock;
  /** Folder of the built pages; undefined when there are none. */
  readonly webRoot: string | undefined;
}
