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

/** A line (or another record) that is too long to be held in memory. */
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
  /**
   * Position behind the first record, 0 when it does not end in the window: for records that are passed over because
   * they are too long. Default: a line.
   */
  firstEnd?: (window: Buffer) => number;
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
  const buffer = new Window(reader, options.from, blockBytes);
  for (let size = blockBytes; ; ) {
    await buffer.fill(size);
    if (buffer.offset === 0 && hasBom(buffer.view(size).data)) buffer.drop(BOM_BYTES);
    const { data, final } = buffer.view(size);
    const end = lastEnd(data, final);
    if (end > 0) {
      const { offset } = buffer;
      yield { kind: 'records', data: data.subarray(0, end), offset, to: buffer.behind(end) };
      buffer.drop(end);
      size = blockBytes;
    } else if (buffer.ended) {
      return;
    } else if (size < MAX_WINDOW) {
      size = Math.min(size * 2, MAX_WINDOW);
    } else {
      const long = await skipLong(buffer, Math.min(blockBytes, MAX_WINDOW), options.firstEnd ?? firstLineEnd);
      if (long === null) return;
      yield long;
      size = blockBytes;
    }
  }
}

/** Null when the reader fails before the line ends. */
async function skipLong(
  buffer: Window,
  step: number,
  firstEnd: (window: Buffer) => number,
): Promise<LongLine | null> {
  const { offset } = buffer;
  const first = buffer.view(MAX_DEAD_LETTER_BYTES).data;
  const head = Buffer.from(first);
  for (;;) {
    const { data, final } = buffer.view(Number.POSITIVE_INFINITY);
    const end = firstEnd(data);
    if (end > 0) {
      const bytes = buffer.offset - offset + end - 1;
      const to = buffer.behind(end);
      buffer.drop(end);
      return { kind: 'long', head: head.subarray(0, bytes), bytes, offset, to };
    }
    // The last bytes stay: an end of several bytes may have begun in them.
    buffer.drop(buffer.ended ? data.length : Math.max(0, data.length - LONGEST_END));
    if (buffer.ended)
      return final ? { kind: 'long', head, bytes: buffer.offset - offset, offset, to: buffer.offset } : null;
    await buffer.fill(step + LONGEST_END);
  }
}

/** Bytes of the longest end of a record: `\n\r\n`. */
const LONGEST_END = 3;

/** The part of the input that is in memory: `filled - start` bytes, of which the first lies at `offset`. */
class Window {
  readonly #reader: ByteReader;
  #buffer: Buffer;
  #start = 0;
  #filled = 0;
  offset: number;
  ended = false;

  constructor(reader: ByteReader, offset: number, bytes: number) {
    this.#reader = reader;
    this.offset = offset;
    this.#buffer = Buffer.allocUnsafe(bytes + 1);
  }

  /** Reads until `size` bytes are there, unless the end comes first. */
  async fill(size: number): Promise<void> {
    if (this.#filled - this.#start >= size || this.ended) return;
    this.#makeRoom(size);
    while (this.#filled < size && !this.ended) {
      const count = await this.#reader.read(this.#buffer.subarray(this.#filled, size));
      if (count === 0) this.#end();
      this.#filled += count;
    }
  }

  /** The first `size` bytes; `final` when nothing follows them and nothing went wrong. */
  view(size: number): { data: Buffer; final: boolean } {
    const end = Math.min(this.#filled, this.#start + size);
    const final = this.ended && end === this.#filled && this.#reader.failure === null;
    return { data: this.#buffer.subarray(this.#start, end), final };
  }

  /** Offset behind the first `bytes`. The newline that was added at the end of a file does not count. */
  behind(bytes: number): number {
    return this.offset + bytes - (this.#added && this.#start + bytes === this.#filled ? 1 : 0);
  }

  drop(bytes: number): void {
    this.offset = this.behind(bytes);
    this.#start += bytes;
  }

  #added = false;

  /** The last line of a file may lack its newline; there is always room for it. */
  #end(): void {
    this.ended = true;
    const empty = this.#filled === this.#start;
    if (this.#reader.failure !== null || empty || this.#buffer[this.#filled - 1] === 10) return;
    this.#buffer[this.#filled] = 10;
    this.#filled += 1;
    this.#added = true;
  }

  #makeRoom(size: number): void {
    const target = this.#buffer.length > size ? this.#buffer : Buffer.allocUnsafe(size + 1);
    this.#buffer.copy(target, 0, this.#start, this.#filled);
    this.#buffer = target;
    this.#filled -= this.#start;
    this.#start = 0;
  }
}

function firstLineEnd(window: Buffer): number {
  return window.indexOf(10) + 1;
}

/** `lastEnd` for formats whose records are lines. */
export function lastLineEnd(window: Buffer): number {
  return window.lastIndexOf(10) + 1;
}
