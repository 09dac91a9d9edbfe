import type { RejectedLine } from './rejected-line.ts';

/** NDJSON to append: UTF-8, no blank line, each line ended by `\n`; `lines` is how many there are. */
export interface Batch {
  data: Buffer;
  lines: number;
}

/** A stream and one of the sources that feed it: the log keeps an own sequence of offsets for each such pair. */
export interface SourceName {
  stream: string;
  source: string;
}

/**
 * Where lines of a batch went: positions in a source that can be read, in the log's own unit, `to` exclusive. Lines of
 * others may lie between them.
 */
export interface Appended extends SourceName {
  from: bigint;
  to: bigint;
}

/** A piece of the log that was found by `read`. It stays readable until `release`. */
export interface LogRead extends SourceName {
  /** Offset of the first line; above the offset asked for when what lay there is gone (see `Log.read`). */
  from: bigint;
  /** Where to go on: the next `from`. */
  to: bigint;
  lines: number;
  /** Size of the lines; says nothing of `to - from` unless the unit of offsets is the byte. */
  bytes: number;
  /** When the first of these lines was appended, in epoch milliseconds. */
  receivedAt: number;
  /** A file that holds exactly these bytes, when there is one; it can be read without copying. */
  file: string | null;
  /** What lies between `from` and `to` and cannot be lines: only where others than us write the log. */
  rejected?: readonly RejectedLine[];
  data(): Promise<Buffer>;
  release(): Promise<void>;
}

export interface LogUsage {
  /** Bytes that the log takes, as far as it is known. */
  bytes: number;
  /** Bytes at which senders are asked to wait; 0 when the log has no limit of ours. */
  limitBytes: number;
}

export type AppendListener = (appended: Appended) => void;

/**
 * The append-only log between sources and engine. What is read is ordered by stream and source; every such pair has
 * its own offsets, which start at 0 and never go back. In a log that keeps senders apart the source that is read is the
 * one that appended; in one of partitions it is the partition, and the lines of all senders lie in it.
 *
 * `contract.suite.ts` is what each implementation has to pass.
 */
export interface Log {
  /** What offsets count. */
  readonly unit: 'bytes' | 'events';

  /**
   * Resolves when the batch is durable (D1), and not before, with the places of its lines: one for each source that has
   * some of them. Batches that wait at the same moment share one flush; those of one sender are kept in the order of
   * the calls, in every source.
   *
   * Fails with `log_full` when the log has reached its limit (D7), with `disk_full` or `data_dir_unusable`
   * when it cannot be written: such a batch is not in the log. Fails with `log_unavailable` when the log is elsewhere
   * and does not answer in time: the batch may be there or not. Later ones are tried afresh.
   */
  append(stream: string, source: string, batch: Batch): Promise<readonly Appended[]>;

  /** The offset behind the last durable line; 0 for a source that has none. */
  end(stream: string, source: string): bigint;

  /** All that can be read and has ever held something, ordered by stream, then source. */
  sources(): SourceName[];

  /**
   * The next piece from `from` on, of at most `maxBytes` in total; one line is never cut, whatever its size. In a log
   * that keeps senders apart these are whole batches, and only one larger than `maxBytes` is cut behind a line end.
   * Null when nothing is there yet.
   * When `from` lies before everything still kept, the piece starts at the first line that is.
   */
  read(stream: string, source: string, from: bigint, maxBytes: number): Promise<LogRead | null>;

  /**
   * Calls `listener` with what became durable: at once after each flush of ours, soon after one of others.
   * Returns how to stop that.
   */
  onAppend(listener: AppendListener): () => void;

  /**
   * Says that everything before `offset` has been committed and may be forgotten. When the log ends before `offset`
   * (it was lost, but not the warehouse), it goes on from there, so that no new event gets an old offset; a log that
   * cannot do so fails with `log_unavailable`.
   */
  truncateBefore(stream: string, source: string, offset: bigint): Promise<void>;

  /**
   * Deletes everything of a stream that has been committed, also what would be kept for a while otherwise. Of what is
   * not, nothing goes; it does with the next call once it is committed.
   */
  forgetCommitted(stream: string): Promise<void>;

  usage(): LogUsage;

  /** Waits for appends under way and lets go of everything. */
  close(): Promise<void>;
}
