import { open } from 'node:fs/promises';
import type { EventFile } from './event-files.ts';

/** The beginning of an NDJSON file in memory, cut into bodies without copying. */
export interface Lines {
  readonly count: number;
  /** Lines `from` to `to` (exclusive) as one piece, the last line end included. */
  body(from: number, to: number): Buffer;
}

const MOST_BYTES = 1024 * 1024 * 1024;

/** Reads as much of a file as `lines` take, and a gigabyte at most. */
export async function readLines(file: EventFile, lines: number): Promise<Lines> {
  const bytes = Math.min(file.bytes, MOST_BYTES);
  const buffer = Buffer.allocUnsafeSlow(bytes);
  const handle = await open(file.path, 'r');
  try {
    for (let at = 0; at < bytes; ) {
      const { bytesRead } = await handle.read(buffer, at, Math.min(bytes - at, 64 * 1024 * 1024), at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
  } finally {
    await handle.close();
  }
  const ends = [0];
  for (let end = buffer.indexOf(10); end >= 0 && ends.length <= lines; end = buffer.indexOf(10, end + 1)) {
    ends.push(end + 1);
  }
  return { count: ends.length - 1, body: (from, to) => buffer.subarray(ends[from], ends[to]) };
}
