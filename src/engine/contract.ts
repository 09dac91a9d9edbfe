import type { CampaignChange, NewCampaign } from '../enrich/campaigns/rules.ts';
import type { RejectedLine } from '../log/rejected-line.ts';
import type { Slice } from '../log/slice.ts';
import type { Stream } from '../stream/define.ts';
import type { Expression } from '../stream/expression.ts';
import type { Grain } from '../stream/rollup.ts';
import type { StoredCampaign } from '../warehouse/campaigns/contract.ts';
import type { RollupDifference } from '../warehouse/contract.ts';

export type { RejectedLine } from '../log/rejected-line.ts';

/** A slice with what was refused while it was cut. */
export type InputSlice = Slice & { readonly rejected?: readonly RejectedLine[] };

/** What became of the events of one or more slices. */
export interface Outcome {
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly rejected: Readonly<Record<string, number>>;
}

/** A distinct count over any range, exactly (V3), from the lake. */
export interface DistinctQuery {
  readonly stream: Stream;
  readonly where: Expression | undefined;
  readonly column: string;
  /** Epoch milliseconds; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  readonly by: readonly string[];
  readonly bucket: Grain | undefined;
  readonly equals: Readonly<Record<string, string | boolean>>;
  /**
   * List columns that the count goes through even if none of its dimensions does: an event with an empty one is not
   * counted.
   */
  readonly lists?: readonly string[];
  /** Elements whose member `undefined` is left out. */
  readonly known?: readonly string[];
  /** Only these members. */
  readonly keys?: readonly Readonly<Record<string, string | boolean>>[];
}

export interface DistinctRow {
  readonly key: Readonly<Record<string, string | boolean>>;
  /** Start of the bucket, epoch milliseconds. */
  readonly bucket: number | null;
  readonly value: bigint;
}

export interface LakeQuery {
  distinct(query: DistinctQuery): Promise<{ readonly rows: readonly DistinctRow[]; readonly sql: string }>;
}

/** Which events of the lake. */
export interface EventsQuery {
  readonly stream: Stream;
  readonly where: Expression | undefined;
  /** Epoch milliseconds; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  /**
   * Members that dimensions must have; a missing value is the member `undefined`. Of the elements of one list, one
   * text must have them all.
   */
  readonly equals: Readonly<Record<string, string | boolean>>;
  /** List columns that must not be empty. */
  readonly lists?: readonly string[];
  /** Elements whose member `undefined` does not count. */
  readonly known?: readonly string[];
  readonly limit: number;
}

/** Events themselves, with some of their columns. */
export interface ListingQuery extends Pick<EventsQuery, 'stream' | 'from' | 'to' | 'equals' | 'limit'> {
  readonly columns: readonly string[];
  /** Each stands in one of `search`, in any case, with no letter or digit beside it. */
  readonly words: readonly string[];
  readonly search: readonly string[];
  /** Most first by this column, those without a value last; ties newest first, then by id. */
  readonly order: string;
}

/** A row of a listing: instants in epoch milliseconds, whole numbers and decimals as text, lists as arrays. */
export type ListedRow = Readonly<Record<string, unknown>>;

/** The events of the lake, as far as they count. */
export interface LakeEvents {
  /** The newest events that fulfil the query, newest first, ties by id. */
  newest(query: EventsQuery): Promise<{
    readonly events: readonly Readonly<Record<string, unknown>>[];
    readonly sql: string;
  }>;
  list(query: ListingQuery): Promise<{ readonly rows: readonly ListedRow[]; readonly sql: string }>;
}

/**
 * Changes campaigns. Each resolves when events that arrive from then on are matched by what it says; those that are
 * stored are matched in the background.
 */
export interface CampaignEngine {
  /** Fails with `bad_parameter` when there is one of the same name. */
  create(campaign: NewCampaign): Promise<StoredCampaign>;
  /** Fails with `not_found` or `bad_parameter`. */
  change(id: string, change: CampaignChange): Promise<StoredCampaign>;
  /** Fails with `not_found`. @returns what it was */
  remove(id: string): Promise<StoredCampaign>;
  /** Told of campaigns that changed or were matched further; answers how to stop that. */
  onChange(listener: (campaigns: readonly string[]) => void): () => void;
}

/** Keeps a stream's rollups up to date in the warehouse, and the lake behind them. */
export interface Engine {
  /** Takes a slice; resolves when it is committed. Slices of a stream are taken in the order of the calls. */
  submit(slice: InputSlice): Promise<Outcome>;
  /**
   * A file is about to come, as this source: the ids of everything the source has brought, however
   * old, are remembered and none is forgotten (D4), and holistic measures are recomputed less often,
   * until the function that this answers is called.
   */
  beginFile(stream: string, source: string): Promise<() => void>;
  /** Resolves when distinct counts and sessions are up to date with everything committed. */
  settle(stream: string): Promise<void>;
  /** Joins small lake files and leaves out all events that no longer count (R1); of one stream, or of all. */
  compact(stream?: string): Promise<void>;
  readonly query: LakeQuery;
  close(): Promise<void>;
}

/** What the pure functions that derive columns have cost since the start of the engine. */
export interface DerivationCost {
  /** Different values that they were asked about. */
  readonly values: number;
  readonly milliseconds: number;
}

/** What an engine does so that everything of a person can be forgotten (R1). */
export interface Forgetting extends Pick<Engine, 'compact'> {
  /** Hands out the ids of all events of a person that count, in lots; each is waited for. */
  eventsOf(stream: string, person: string, onIds: (ids: readonly string[]) => Promise<void>): Promise<void>;
  /** Deletes the person's dead letters that the warehouse had no room for. @returns how many there were */
  forgetLetters(stream: string, person: string): Promise<number>;
}

/** What a rebuild is asked to do. */
export interface RebuildRequest {
  /** Only show how the rows would differ. */
  readonly dryRun: boolean;
  /** Sources to leave out for good: their events leave the lake and the accounting. */
  readonly removeSources: readonly string[];
  readonly onProgress: (progress: { events: number; totalEvents: number }) => void;
  readonly signal: AbortSignal;
}

/** How the rows differ, table by table. */
export interface RebuildOutcome {
  readonly rows: Readonly<Record<string, RollupDifference>>;
  readonly events: number;
  readonly removed: number;
}
