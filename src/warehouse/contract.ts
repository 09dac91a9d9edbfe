import type { Grain } from '../stream/rollup.ts';
import type { Campaigns, EditionKey, MentionRows } from './campaigns/contract.ts';
import type { Leadership } from './leader.ts';

/** A Parquet file of the lake, as the warehouse knows it. */
export interface LakeFile {
  readonly stream: string;
  readonly source: string;
  /** UTC day of its events, `YYYY-MM-DD`. */
  readonly day: string;
  /** Relative to the lake folder, with `/` between its parts. */
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly fromOffset: bigint;
  readonly toOffset: bigint;
  /** Event times in epoch milliseconds, both inclusive. */
  readonly minTime: number;
  readonly maxTime: number;
  /** Numbers of its rows that no longer count (R1), from 0; `rows` counts them, too. */
  readonly removed?: readonly number[];
}

/** A row of a lake file that no longer counts: a later event has deleted or replaced its event (R1). */
export interface RemovedRow {
  /** Of the file, as in {@link LakeFile}. */
  readonly path: string;
  /** From 0. */
  readonly row: number;
}

/** A rejected line (D6). */
export interface DeadLetter {
  readonly stream: string;
  readonly source: string;
  readonly offset: bigint;
  readonly reason: string;
  /** The beginning of the line, as it came. */
  readonly raw: Buffer;
  /** Length of the whole line. */
  readonly rawBytes: number;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** Which event it would have been and whose, as far as the line tells; only of streams with revisions. */
  readonly eventId?: string | null;
  readonly person?: string | null;
}

/** A dead letter as it lies in the warehouse. */
export interface StoredDeadLetter extends DeadLetter {
  /** Rises with each dead letter; a 64-bit number as text. */
  readonly id: string;
  /** Epoch milliseconds, null while it was not replayed. */
  readonly replayedAt: number | null;
}

/** How far a source got in a commit, and what became of its lines (D3). */
export interface SourceAdvance {
  readonly source: string;
  /** Where the source's offset must be, 0 for a new source. */
  readonly from: bigint;
  /** Where it is afterwards. */
  readonly to: bigint;
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  /** Reason -> events. */
  readonly rejected: Readonly<Record<string, number>>;
  /** Optional field -> events in which it was unusable and became NULL. */
  readonly badFields: Readonly<Record<string, number>>;
}

/** Partial sums of one rollup. */
export interface Partial {
  readonly rollup: string;
  /**
   * A CSV file without header: `window_start` (text, UTC), the dimensions in the order of `rollup.by`, the additive
   * measures in the order of their declaration. NULL is empty and unquoted. At most one row per key.
   */
  readonly csvPath: string;
  readonly rows: number;
}

/** Everything that one transaction changes. */
export interface CommitBatch {
  readonly stream: string;
  readonly advances: readonly SourceAdvance[];
  readonly partials: readonly Partial[];
  readonly lakeFiles: readonly LakeFile[];
  readonly deadLetters: readonly DeadLetter[];
  /** Window starts (epoch ms) whose holistic measures have to be computed again. */
  readonly stale: Readonly<Record<Grain, readonly number[]>>;
  /** Newest event time in the batch, epoch milliseconds. */
  readonly latestEvent: number | null;
  /** What the batch takes back (R1); only of streams with revisions, and only when there is something. */
  readonly revisions?: BatchRevisions;
  /** What campaigns found in the batch; only of streams with mentions, and only when there is something. */
  readonly mentions?: readonly MentionRows[];
  /**
   * The editions of campaigns for which its events were matched, where others may begin meanwhile: the commit fails with
   * `overtaken` when there is one that is not among them.
   */
  readonly matched?: readonly EditionKey[];
}

/** What events of a batch take back. Their partial sums are subtracted already. */
export interface BatchRevisions {
  /** Rows of files that were committed before, or are of this batch; `lakeFiles` may bring further ones along. */
  readonly removed: readonly RemovedRow[];
  /**
   * Ids of which an event that had counted counts no more. What is kept of them elsewhere has to go first; the batch may
   * bring the events that count instead.
   */
  readonly removedIds: readonly string[];
  /** Ids that were deleted: their dead letters go, too. */
  readonly deletedIds: readonly string[];
}

export interface Committed {
  /** The stream's version: how many times its figures changed. */
  readonly version: number;
  /** Epoch milliseconds. */
  readonly committedAt: number;
  /** `already`: the offsets had moved before, by an earlier try whose answer was lost (D2). Nothing was changed. */
  readonly outcome: 'committed' | 'already';
}

/** A window whose holistic measures are out of date since `version` of its stream. */
export interface StaleWindow {
  readonly grain: Grain;
  /** Epoch milliseconds. */
  readonly start: number;
  readonly version: bigint;
}

/** New rows of a table for whole windows. */
export interface WindowTable {
  /** For example `product_views_distinct` or `session_minutes`. */
  readonly table: string;
  readonly grain: Grain;
  /** The columns of the CSV, in its order. */
  readonly columns: readonly string[];
  /** As in {@link Partial}; null when the windows have no rows any more. */
  readonly csvPath: string | null;
}

export interface WindowWork {
  readonly stream: string;
  readonly windows: readonly StaleWindow[];
  readonly tables: readonly WindowTable[];
  /** Whether the windows are up to date with this, unless a commit made them stale again meanwhile. */
  readonly settle: boolean;
  /** Into the shadow tables of a rebuild; `windows` may then be empty for "all there are". */
  readonly shadow?: boolean;
}

/** Members of the dimensions of a star schema whose keys are asked for. */
export interface StarMembers {
  readonly stream: string;
  /**
   * CSV without header: the dimension's place in `star.dimensions`, from 0, a number of the row, and a natural key, which
   * may come again.
   */
  readonly csvPath: string;
  /** Where the answer is written, as CSV without header: the number of the row, and the surrogate key. */
  readonly keysPath: string;
  readonly shadow?: boolean;
}

/** The fact's rows of whole hours. */
export interface StarWork {
  readonly stream: string;
  /** Starts of the hours that are replaced, epoch milliseconds. */
  readonly hours: readonly number[];
  /**
   * CSV without header: the hour as `yyyymmddhh`, the surrogate keys in the order of `star.dimensions`, the measures in
   * the order of their declaration; null when the hours have no rows any more.
   */
  readonly csvPath: string | null;
  readonly shadow?: boolean;
}

/** What an audit says of one source (D3). */
export interface SourceAudit {
  readonly source: string;
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly offset: bigint;
}

/**
 * What an audit says of one stream: `balanced` when received = stored + duplicate + rejected for every source, and
 * stored = lake rows + rows that left the lake by its age limit + rows of deleted and replaced events that a compaction
 * has left out.
 */
export interface StreamAudit {
  readonly stream: string;
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly rejected: { readonly total: number; readonly byReason: Readonly<Record<string, number>> };
  readonly lake: {
    readonly rows: number;
    readonly files: number;
    readonly bytes: number;
    readonly expired: number;
    /** Rows that still lie there and no longer count. */
    readonly removed: number;
    /** Rows of deleted and replaced events that are gone. */
    readonly forgotten: number;
  };
  readonly balanced: boolean;
  readonly badFields: Readonly<Record<string, number>>;
  readonly deadLetters: number;
  /** Dead letters that went because their event or person was deleted. */
  readonly forgottenLetters: number;
  readonly sources: readonly SourceAudit[];
}

export interface Audit {
  readonly balanced: boolean;
  /** Every stream of the catalogue, also those without events. */
  readonly streams: readonly StreamAudit[];
}

export interface StreamState {
  readonly stream: string;
  readonly version: number;
  /** Epoch milliseconds, null before the first commit. */
  readonly committedAt: number | null;
  readonly latestEvent: number | null;
}

/** Which dead letters: newest first, those with an id below `before`. */
export interface DeadLetterFilter {
  readonly stream?: string;
  readonly reason?: string;
  /** Default 50. */
  readonly limit?: number;
  /** An id. */
  readonly before?: string;
  readonly ids?: readonly string[];
  /** True: only those that were not replayed. */
  readonly waiting?: boolean;
}

export interface DeadLetters {
  list(filter: DeadLetterFilter): Promise<StoredDeadLetter[]>;
  /** How many there are; `limit`, `before` do not count. */
  count(filter: Pick<DeadLetterFilter, 'stream' | 'reason' | 'ids' | 'waiting'>): Promise<number>;
  get(id: string): Promise<StoredDeadLetter | undefined>;
  /** Marks them as replayed now. @returns how many were not marked before */
  markReplayed(ids: readonly string[]): Promise<number>;
  /** Deletes those of a person, and counts them as forgotten. @returns how many there were */
  forgetPerson(stream: string, person: string): Promise<number>;
}

/** A file that was ingested, whole or up to `offset`; `fingerprint` is what it is known by. */
export interface IngestedFile {
  readonly stream: string;
  readonly source: string;
  readonly path: string;
  readonly size: bigint;
  readonly fingerprint: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly completedAt: number | null;
}

export interface IngestedFiles {
  find(stream: string, fingerprint: string): Promise<IngestedFile | undefined>;
  /** Notes that a file is being read; keeps what is known of one with the same stream and fingerprint. */
  begin(file: Omit<IngestedFile, 'startedAt' | 'completedAt'>): Promise<IngestedFile>;
  complete(stream: string, fingerprint: string): Promise<void>;
}

/** How the rows of a rollup differ between the tables in use and their shadow. */
export interface RollupDifference {
  readonly before: number;
  readonly after: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** A few rows that differ; a side is null where there is no such row. */
  readonly examples: readonly {
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
  }[];
}

export interface SwapOptions {
  /**
   * Sources whose accounting, dead letters and lake files go in the same transaction. Their offsets stay, so that what
   * lies in the log is not read again; those of ingested files go too, so that the files may be ingested again.
   */
  readonly removeSources?: readonly string[];
  /** The stream's version that the shadow was built from: the swap is refused when it moved on. */
  readonly version?: number;
  /** Files that take the place of others, of the sources that stay, in the same transaction. */
  readonly lakeFiles?: { readonly remove: readonly string[]; readonly add: readonly LakeFile[] };
}

/** Shadow tables: a stream's tables once more, empty, to be filled from the lake and put in place at once. */
export interface Rebuild {
  /** Makes empty shadow tables, instead of ones left behind. @returns the stream's version now */
  create(stream: string): Promise<number>;
  /** Merges partial sums into the shadow tables. */
  merge(stream: string, partials: readonly Partial[]): Promise<void>;
  /** Table (a rollup, its `_distinct` table, or a session rollup) -> how its rows differ. */
  diff(stream: string): Promise<Readonly<Record<string, RollupDifference>>>;
  /** Puts the shadow tables in place, in one transaction. @returns the stream's new version */
  swap(stream: string, options?: SwapOptions): Promise<number>;
  drop(stream: string): Promise<void>;
}

/** Whether a stream's tables hold what its declaration says. */
export interface SchemaState {
  readonly stream: string;
  /**
   * `partial`: there are new tables or columns that know only events from now on, until a rebuild;
   * `blocked`: nothing can be committed before a rebuild.
   */
  readonly state: 'current' | 'partial' | 'blocked';
  /** In words, one for each difference. */
  readonly reasons: readonly string[];
}

/**
 * Where rollups, offsets and the accounting live. Every method fails with `warehouse_unavailable` when PostgreSQL is
 * away, `disk_full` when its disk is, `internal` when it refuses what it was given, and `overtaken` when another process
 * has moved a source's offset, has put other files in the place of those that the work is about, or leads instead of this
 * one; see `failureOf`.
 */
export interface Warehouse {
  /**
   * Runs one statement on a pooled connection. int8 and numeric arrive as text (they may not fit a double),
   * timestamptz as Date, date as `YYYY-MM-DD`, bytea as Buffer. A value never becomes part of the text.
   */
  query<R>(sql: string, values?: readonly unknown[]): Promise<R[]>;
  /** Where a source goes on; 0 when it is not known. */
  offset(stream: string, source: string): Promise<bigint>;
  offsets(): Promise<{ stream: string; source: string; offset: bigint }[]>;
  /**
   * Merges a batch and moves its offsets, in one transaction (D2). Tries again on its own when the connection is lost,
   * for some seconds; whoever tries once more after that is told `already` when the lost try had worked.
   */
  commit(batch: CommitBatch): Promise<Committed>;
  /** Newest windows first, at most 10,000. */
  staleWindows(stream: string): Promise<StaleWindow[]>;
  /** Replaces all rows of these windows in these tables, in one transaction, and notifies like a commit. */
  replaceWindows(work: WindowWork): Promise<void>;
  /** Looks up the keys of members, and adds those that a dimension does not have yet; members are never deleted. */
  starKeys(members: StarMembers): Promise<void>;
  /** Brings the fact of the stream's star schema up to date for whole hours, in one transaction. */
  refreshStar(work: StarWork): Promise<void>;
  /**
   * The files that may hold events in [from, to), epoch milliseconds; all of them without a range. Files and their
   * removed rows are of one moment.
   */
  lakeFiles(stream: string, range?: { from: number; to: number }): Promise<LakeFile[]>;
  /**
   * After a compaction: other files for the same events, but for removed ones, which are forgotten; or, with nothing to
   * add, files that expired. Fails when one to remove is not there, or when a compaction changes the number of events of
   * a source otherwise.
   */
  swapLakeFiles(stream: string, remove: readonly string[], add: readonly LakeFile[]): Promise<void>;
  streamStates(): Promise<StreamState[]>;
  schemaStates(): Promise<SchemaState[]>;
  audit(): Promise<Audit>;
  readonly deadLetters: DeadLetters;
  readonly ingestedFiles: IngestedFiles;
  readonly campaigns: Campaigns;
  readonly rebuild: Rebuild;
  /**
   * Stands for the work that one process alone may do, from now on: lake files are exchanged and windows replaced only
   * while this one leads, and fail with `overtaken` otherwise. Without it this process is taken to be the only one.
   */
  stand(): Leadership;
  /** Calls the listener after each commit, also of other programs; reconnects by itself and misses no version. */
  onCommit(listener: (stream: string, version: number) => void): () => void;
  close(): Promise<void>;
}
