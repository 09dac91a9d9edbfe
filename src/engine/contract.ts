import type { Stream } from '../../stream/define.ts';
import type { Expression } from '../../stream/expression.ts';
import type { Grain } from '../../stream/rollup.ts';

/**
 * A piece of input: NDJSON without blank lines, each line ended by a line feed, in a file that an
 * engine can read. The same `from` and `to` of a source always hold the same lines.
 */
export interface Slice {
  readonly stream: string;
  readonly source: string;
  readonly from: bigint;
  readonly to: bigint;
  readonly path: string;
  readonly lines: number;
  readonly bytes: number;
  /** Epoch milliseconds; the clock against which `in_the_future` is decided. */
  readonly receivedAt: number;
  /** Lines that were refused before they got here (not UTF-8, too long, not a row). */
  readonly rejected: readonly RejectedLine[];
  /** Gives the file back. */
  release(): Promise<void>;
}

export interface RejectedLine {
  readonly offset: bigint;
  readonly reason: string;
  /** The first 64 KiB of the line. */
  readonly raw: Buffer;
  /** Length of the whole line. */
  readonly bytes: number;
}

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
