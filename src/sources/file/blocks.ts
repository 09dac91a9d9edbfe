import { MAX_DEAD_LETTER_BYTES, MAX_LINE_BYTES } from '../../event/outcome.ts';
import type { ByteReader } from './bytes.ts';
import { BOM_BYTES, hasBom } from './format.ts';

/** Whole records as they lie in the input, the last one ended by a newline, too. */
export interface RecordBlock {
  kind: 'records';
  /** May be changed; valid until the next block is asked for. */
  data: Buffer;
  offset: number;
  /** Offset behind the last record (the newline that was added at the end of a file does not count). */
  to: number;
}

/** A line that is too long to be held in memory. */
export interface LongLine {
  kind: 'long';
  head: Buffer;
  bytes: number;
  offset: number;
  to: number;
}

export interface BlockOptions {
  reader: ByteReader;
  /** Offset at which `reader` stands. */
  from: number;
  /** How large a block may be, in bytes; a longer record gets a block of its own. */
  blockBytes: number;
  /**
   * Position behind the last whole record in a window; 0 when there is none. With `final`, the window ends with a newline
   * and nothing follows, so that something has to be found.
   */
  lastEnd: (window: Buffer, final: boolean) => number;
}

/** The longest line and its end. */
const MAX_WINDOW = MAX_LINE_BYTES + 2;

/**
 * Cuts a stream of bytes into blocks of whole records. Where blocks end depends on `from` and `blockBytes` alone, never
 * on how the bytes arrive. One buffer is used over and over. When the reader fails, an incomplete last record is left
 * for the time when the input has been repaired.
 */
export async function* blocks(options: BlockOptions): AsyncGenerator<RecordBlock | LongLine> {
  const { reader, blockBytes, lastEnd } = options;
  let buffer = Buffer.allocUnsafe(blockBytes + 1);
  let filled = 0;
  let offset = options.from;
  let ended = false;

  /** Fills the buffer up to `size`, unless the end comes first. */
  async function fill(size: number): Promise<void> {
    if (buffer.length <= size) {
      const larger = Buffer.allocUnsafe(size + 1);
      buffer.copy(larger, 0, 0, filled);
      buffer = larger;
    }
    while (filled < size && !ended) {
      const count = await reader.read(buffer.subarray(filled, size));
      if (count === 0) ended = true;
      filled += count;
    }
  }

  function drop(bytes: number): void {
    buffer.copyWithin(0, bytes, filled);
    filled -= bytes;
    offset += bytes;
  }

  /** Ends the last line of the input with a newline, for which there is always room; how many bytes that took. */
  function endLastLine(): number {
    if (!ended || reader.failure !== null || filled === 0 || buffer[filled - 1] === 10) return 0;
    buffer[filled] = 10;
    return 1;
  }

  /** Null when the reader fails before the line ends. */
  async function skipLongLine(): Promise<LongLine | null> {
    const head = Buffer.from(buffer.subarray(0, MAX_DEAD_LETTER_BYTES));
    const start = offset;
    for (;;) {
      const end = buffer.subarray(0, filled).indexOf(10);
      if (end >= 0) {
        const bytes = offset - start + end;
        drop(end + 1);
        return { kind: 'long', head: head.subarray(0, bytes), bytes, offset: start, to: offset };
      }
      drop(filled);
      if (ended && reader.failure !== null) return null;
      if (ended) return { kind: 'long', head, bytes: offset - start, offset: start, to: offset };
      await fill(Math.min(blockBytes, MAX_WINDOW));
    }
  }

  for (;;) {
    let window = blockBytes;
    await fill(window);
    if (offset === 0 && hasBom(buffer.subarray(0, filled))) drop(BOM_BYTES);
    let added = endLastLine();
    let final = ended && reader.failure === null;
    let end = lastEnd(buffer.subarray(0, filled + added), final);
    while (end === 0 && !ended && window < MAX_WINDOW) {
      window = Math.min(window * 2, MAX_WINDOW);
      await fill(window);
      added = endLastLine();
      final = ended && reader.failure === null;
      end = lastEnd(buffer.subarray(0, filled + added), final);
    }
    if (end === 0 && !ended) {
      const long = await skipLongLine();
      if (long === null) return;
      yield long;
      continue;
    }
    if (end === 0) return;
    const taken = Math.min(end, filled);
    yield { kind: 'records', data: buffer.subarray(0, end), offset, to: offset + taken };
    drop(taken);
  }
}

/** `lastEnd` for formats whose records are lines. */
export function lastLineEnd(window: Buffer): number {
  return window.lastIndexOf(10) + 1;
}
