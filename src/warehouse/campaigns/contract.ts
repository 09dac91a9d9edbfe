import type { MatchRules } from '../../enrich/campaigns/matcher.ts';
import type { CampaignChange, NewCampaign } from '../../enrich/campaigns/rules.ts';

/** A campaign as the warehouse keeps it. */
export interface StoredCampaign {
  readonly id: string;
  readonly name: string;
  readonly colour: string;
  /** What it looks for. */
  readonly rules: MatchRules;
  /** The edition whose mentions are shown. */
  readonly edition: number;
  /** The one that takes its place when all stored events have been looked at, and what the shown one looks for. */
  readonly next: { readonly edition: number; readonly shownRules: MatchRules } | null;
  /** `matching` while stored events are still looked at. */
  readonly state: 'ready' | 'matching';
  /** Stored events that were there when the newest edition began, and how many of them have been looked at. */
  readonly progress: { readonly done: number; readonly total: number };
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly changedAt: number;
}

/** An edition of a campaign. */
export interface EditionKey {
  readonly campaign: string;
  readonly edition: number;
}

/** What has to be matched, live or in stored events. */
export interface Edition extends EditionKey {
  readonly rules: MatchRules;
}

/** Mentions as a file. */
export interface MentionRows {
  /**
   * CSV without header: campaign, edition, path and row of the event in the lake, then `id`, `event_time` and the kept
   * columns. NULL is empty and unquoted.
   */
  readonly csvPath: string;
  readonly rows: number;
}

/** Files of one stream that the same editions still have to look at. */
export interface FilesToMatch {
  readonly stream: string;
  readonly editions: readonly EditionKey[];
  /** `known`: the lake still has it; what expired meanwhile is done with nothing found. */
  readonly files: readonly { readonly path: string; readonly rows: number; readonly known: boolean }[];
}

/** Mentions in files that have been looked at. */
export interface MatchedFiles {
  readonly stream: string;
  readonly editions: readonly EditionKey[];
  /** Of the files. */
  readonly paths: readonly string[];
  readonly mentions: readonly MentionRows[];
}

/** Campaigns and what has been matched for them. */
export interface Campaigns {
  /** By name. */
  list(): Promise<StoredCampaign[]>;
  /** Campaign -> stream -> mentions that are shown. */
  counts(): Promise<Readonly<Record<string, Readonly<Record<string, number>>>>>;
  /**
   * Makes a campaign; all files that the lake has at this moment are noted, to be matched later. No commit may be under
   * way. Fails with `bad_parameter` when there is one of the same name.
   */
  create(campaign: NewCampaign): Promise<StoredCampaign>;
  /** Changes a campaign; with other rules, a new edition begins as in `create`. Fails with `not_found`, `bad_parameter`. */
  change(id: string, change: CampaignChange): Promise<StoredCampaign>;
  /** Its mentions are no longer shown; their rows go with `clearLeftovers`. Fails with `not_found`. */
  remove(id: string): Promise<StoredCampaign>;
  /**
   * Begins a new edition of every campaign when a stream's mentions have to be made anew; else nothing. No commit may be
   * under way. @returns whether there was such a stream
   */
  rematch(): Promise<boolean>;
  /** Files that still have to be looked at, of one stream, at most so many rows but at least one file; null: none. */
  nextFiles(streams: readonly string[], rows: number): Promise<FilesToMatch | null>;
  /** Whether files of a stream still have to be looked at. */
  isMatching(stream: string): Promise<boolean>;
  /**
   * Keeps mentions found in stored events, unless their event was taken back meanwhile, and notes the files as done: for
   * the editions for which they were not done before, so that doing it twice changes nothing.
   */
  commitMatched(matched: MatchedFiles): Promise<void>;
  /** Puts complete editions in place of those before them. @returns the campaigns that are complete now */
  completeEditions(): Promise<readonly string[]>;
  /** Deletes some rows of editions that are over. @returns whether there may be more */
  clearLeftovers(): Promise<boolean>;
}
