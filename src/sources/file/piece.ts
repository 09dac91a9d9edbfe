import { MAX_DEAD_LETTER_BYTES, type RejectionReason } from '../../event/outcome.ts';

/** A record that was found unusable while the input was taken apart. */
export interface RejectedLine {
  /** Number of the line (of the record, in JSON and CSV), counted from 1 where reading began. */
  line: number;
  /** Offset of its first byte in the unpacked input. */
  offset: bigint;
  reason: RejectionReason;
  /** Its first 64 KiB. */
  raw: Buffer;
  /** How long it was, in bytes. */
  bytes: number;
}

/** What a slice is made of: `parts` joined are NDJSON. They are only valid until the next piece is asked for. */
export interface Piece {
  /** Offset behind the last record; a slice that goes on there gets the same as one that never stopped. */
  to: number;
  parts: Buffer[];
  lines: number;
  rejected: RejectedLine[];
  /** Messages that are no events of the stream. */
  skipped?: number;
  /** For each line the number of the message it came from; without it, each is one of its own. */
  numbers?: readonly number[];
}

/** A slice ends early when so many of its records were rejected, so that they do not fill the memory. */
export const MAX_REJECTED = 20_000;

export function rejectedLine(
  raw: Buffer,
  about: { line: number; offset: number; reason: RejectionReason; bytes?: number },
): RejectedLine {
  return {
    line: about.line,
    offset: BigInt(about.offset),
    reason: about.reason,
    raw: Buffer.from(raw.subarray(0, MAX_DEAD_LETTER_BYTES)),
    bytes: about.bytes ?? raw.length,
  };
}
