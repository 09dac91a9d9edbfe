/** NDJSON to append: UTF-8, no blank line, each line ended by `\n`; `lines` is how many there are. */
export interface Batch {
  data: Buffer;
  lines: number;
}

/** Where a batch went: byte positions in its stream and source, `to` exclusive. */
export interface Appended {
  from: bigint;
  to: bigint;
}

/** A stream and one of the sources that feed it: the log keeps an own sequence of offsets for each such pair. */
export interface SourceName {
  stream: string;
  source: string;
}

/** A piece of the log that was found by `read`. It stays readable until `release`. */
export interface LogRead extends SourceName {
  /** Offset of the first byte; above the offset asked for when what lay there is gone (see `Log.read`). */
  from: bigint;
  /** Offset behind the last byte: the next `from`. */
  to: bigint;
  lines: number;
  /** Always `to - from`. */
  bytes: number;
  /** When the first of these lines was appended, in epoch milliseconds; never falls within a source. */
  receivedAt: number;
  /** A file that holds exactly these bytes, when there is one; it can be read without copying. */
  file: string | null;
  data(): Promise<Buffer>;
  release(): Promise<void>;
}

export interface LogUsage {
  /** Bytes on disk, index included. */
  bytes: number;
  limitBytes: number;
}

export type AppendListener = (appended: SourceName & Appended) => void;

/**
 * The append-only log between sources and engine. Every (stream, source) has its own offsets, which are
 * byte positions in its NDJSON, start at 0 and never go back.
 *
 * `contract.suite.ts` is what each implementation has to pass.
 */
export interface Log {
  /**
   * Resolves when the batch is durable (D1), and not before. Batches that wait at the same moment share one
   * flush; those of one source are kept in the order of the calls.
   *
   * Fails with `log_full` when the log has reached its limit (D7), with `disk_full` or `data_dir_unusable`
   * when it cannot be written. A batch that failed is not in the log, and later ones are tried afresh.
   */
  append(stream: string, source: string, batch: Batch): Promise<Appended>;

  /** The offset behind the last durable byte; 0 for a source that never appended. */
  end(stream: string, source: string): bigint;

  /** All that the log has ever held something of, ordered by stream, then source. */
  sources(): SourceName[];

  /**
   * The next piece from `from` on: whole batches, of at most `maxBytes` in total; a batch larger than that is cut
   * behind a line end (one line is never cut, whatever its size). Null when nothing is there yet.
   * When `from` lies before everything still kept, the piece starts at the first byte that is.
   */
  read(stream: string, source: string, from: bigint, maxBytes: number): Promise<LogRead | null>;

  /** Calls `listener` after each flush, with what became durable. Returns how to stop that. */
  onAppend(listener: AppendListener): () => void;

  /**
   * Says that everything before `offset` has been committed and may be forgotten. When the log ends before `offset`
   * (its folder was lost, but not the warehouse), it goes on from there, so that no new event gets an old offset.
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
