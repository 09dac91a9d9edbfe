import { crc32 } from 'node:zlib';

/**
 * One flush of the log: what a batch, or several that waited together, wrote to the segment's NDJSON.
 *
 * ```
 *  byte 0        8       12      16              24         28          32
 *       ┌────────┬───────┬───────┬───────────────┬──────────┬───────────┐
 *       │ offset │ bytes │ lines │ receivedAt ms │ CRC data │ CRC 0..28 │   little endian
 *       └────────┴───────┴───────┴───────────────┴──────────┴───────────┘
 * ```
 */
export interface IndexEntry {
  /** Offset in the source, not in the file. */
  offset: bigint;
  bytes: number;
  lines: number;
  receivedAt: number;
  /** CRC-32 (as in zlib) of the data. */
  checksum: number;
}

export const ENTRY_BYTES = 32;
const SEALED_BYTES = 28;

export function encodeEntry(entry: IndexEntry): Buffer {
  const out = Buffer.alloc(ENTRY_BYTES);
  out.writeBigUInt64LE(entry.offset, 0);
  out.writeUInt32LE(entry.bytes, 8);
  out.writeUInt32LE(entry.lines, 12);
  out.writeBigUInt64LE(BigInt(entry.receivedAt), 16);
  out.writeUInt32LE(entry.checksum, 24);
  out.writeUInt32LE(crc32(out.subarray(0, SEALED_BYTES)), SEALED_BYTES);
  return out;
}

/** The entry at `position` of an index, or null when it is incomplete or its own checksum does not fit. */
export function decodeEntry(index: Buffer, position: number): IndexEntry | null {
  if (position + ENTRY_BYTES > index.length) return null;
  const sealed = index.subarray(position, position + SEALED_BYTES);
  if (crc32(sealed) !== index.readUInt32LE(position + SEALED_BYTES)) return null;
  return {
    offset: sealed.readBigUInt64LE(0),
    bytes: sealed.readUInt32LE(8),
    lines: sealed.readUInt32LE(12),
    receivedAt: Number(sealed.readBigUInt64LE(16)),
    checksum: sealed.readUInt32LE(24),
  };
}
