import { basename } from 'node:path';
import { CrosscurrentError } from '../../event/errors.ts';
import { type ScratchFiles, scratchFiles } from '../../log/scratch.ts';
import type { Slice } from '../../log/slice.ts';
import type { ByteReader } from './bytes.ts';
import { csvPieces } from './csv.ts';
import { takeHeader } from './csv-header.ts';
import { documentPieces } from './document.ts';
import type { InputFormat } from './format.ts';
import { jsonPieces, messageElements } from './json.ts';
import { messageLines, ndjsonPieces } from './lines.ts';
import type { FileInput } from './open.ts';
import type { Piece, RejectedLine } from './piece.ts';
import { messageEvents } from './server-sent.ts';

type MessageFormat = Extract<InputFormat, { kind: 'messages' }>;

/** A slice of a file, with what was rejected while it was made. `lines` may be 0 when everything was. */
export interface FileSlice extends Slice {
  rejected: RejectedLine[];
  /** Messages that are no events of the stream. */
  skipped: number;
  /** For each line the number of the message it came from; undefined when each is one of its own. */
  numbers: readonly number[] | undefined;
  /** Bytes of the file as it lies on the disk; `bytesTotal` is null where nobody knows, as for standard input. */
  progress: { bytesRead: number; bytesTotal: number | null };
}

export interface SliceOptions {
  input: FileInput;
  stream: string;
  /** Where to begin: 0, or the `to` of a slice of the same content. */
  from: bigint;
  /** How much of the unpacked input a slice covers at most, in bytes; default 64 MiB. */
  sliceBytes?: number;
  /** Where slices are written; on a file system in memory they cost least. */
  scratchDir: string;
  /** Epoch milliseconds. */
  receivedAt: number;
  /** CSV: called with the names in the header before any row; may throw when one is missing. */
  checkHeader?: (names: string[]) => void;
}

const MIB = 1024 * 1024;
const SLICE_BYTES = 64 * MIB;
/** CSV rows and lines of access logs grow when they become JSON; this keeps what is in memory within bounds. */
const GROWING_SLICE_BYTES = 32 * MIB;

/**
 * Reads a file as slices, straight from where it lies: from `from` to the end, each slice beginning where the one before
 * ended. The slices are the same each time for the same `from` and `sliceBytes`. An empty file has none.
 *
 * When the file breaks off (truncated gzip, a disk error), everything readable comes first; then it fails with
 * `file_unreadable`, which says at what offset. That offset is the `to` of the last slice, so that the repaired
 * file can be gone on with there. Fails with `disk_full` or `data_dir_unusable` when slices cannot be written.
 */
export async function* slices(options: SliceOptions): AsyncGenerator<FileSlice> {
  const { input, stream, receivedAt } = options;
  const { source } = input;
  const scratch = scratchFiles(options.scratchDir);
  const reading = new Reading(options);
  let from = options.from;
  try {
    for await (const piece of reading.pieces()) {
      const { lines, rejected, skipped = 0, numbers } = piece;
      if (lines === 0 && rejected.length === 0 && skipped === 0) continue;
      const to = BigInt(piece.to);
      const file = await writePiece(scratch, piece, `${source}-${from}-${to}.ndjson`);
      const head = { stream, source, from, to, lines, receivedAt, rejected, skipped, numbers };
      yield { ...head, ...file, progress: reading.progress() };
      from = to;
    }
    reading.checkEnd(from);
  } finally {
    await reading.close();
    await scratch.close();
  }
}

async function writePiece(scratch: ScratchFiles, piece: Piece, name: string) {
  const { path, bytes, release } = await scratch.write(name, piece.parts);
  return { path, bytes, release };
}

/** One pass over an input: it knows the reader that is in use. */
class Reading {
  readonly #options: SliceOptions;
  #reader: ByteReader | null = null;

  constructor(options: SliceOptions) {
    this.#options = options;
  }

  pieces(): AsyncGenerator<Piece> {
    const { format } = this.#options.input;
    if (format.kind === 'messages') return this.#messages(format);
    switch (format.name) {
      case 'ndjson':
        return this.#ndjson();
      case 'json':
        return this.#json();
      case 'csv':
        return this.#csv();
    }
  }

  progress(): FileSlice['progress'] {
    const { bytesTotal } = this.#options.input;
    return { bytesRead: this.#reader?.bytesRead ?? 0, bytesTotal };
  }

  /** Fails when the input ended before its time; what follows `from` was not delivered. */
  checkEnd(from: bigint): void {
    const failure = this.#reader?.failure ?? null;
    if (failure === null) return;
    const { path } = this.#options.input;
    throw new CrosscurrentError(
      'file_unreadable',
      `${path === '-' ? 'The input' : basename(path)} cannot be read behind byte ${from} of its content: ${failure}.`,
      'All before that was taken in. Repair the file and run this again: what was taken in already is not counted twice.',
    );
  }

  async close(): Promise<void> {
    await this.#reader?.close();
  }

  async #open(from: number): Promise<ByteReader> {
    await this.#reader?.close();
    this.#reader = await this.#options.input.open(from);
    return this.#reader;
  }

  get #from(): number {
    return Number(this.#options.from);
  }

  get #sliceBytes(): number {
    return this.#options.sliceBytes ?? SLICE_BYTES;
  }

  async *#ndjson(): AsyncGenerator<Piece> {
    const reader = await this.#open(this.#from);
    yield* ndjsonPieces({ reader, from: this.#from, sliceBytes: this.#sliceBytes });
  }

  async *#json(): AsyncGenerator<Piece> {
    const reader = await this.#open(0);
    yield* jsonPieces({ reader, from: this.#from, sliceBytes: this.#sliceBytes });
  }

  async *#messages({ adapter, framing }: MessageFormat): AsyncGenerator<Piece> {
    const { stream, input } = this.#options;
    if (adapter.stream !== stream) {
      throw new CrosscurrentError(
        'unsupported',
        `${basename(input.path)} is ${adapter.about}: that feeds the stream ${adapter.stream}, not ${stream}.`,
        'Name the format with --format when it is another one.',
      );
    }
    const whole = framing === 'json' || framing === 'document';
    const reader = await this.#open(whole ? 0 : this.#from);
    const sliceBytes = Math.min(this.#sliceBytes, GROWING_SLICE_BYTES);
    const options = { reader, from: this.#from, sliceBytes, adapter, path: input.path };
    switch (framing) {
      case 'lines':
        return yield* messageLines(options);
      case 'json':
        return yield* messageElements(options);
      case 'events':
        return yield* messageEvents(options);
      case 'document':
        return yield* documentPieces(options);
    }
  }

  async *#csv(): AsyncGenerator<Piece> {
    const begin = await takeHeader(this.#options.input.path, await this.#open(0));
    if (begin === null) return;
    this.#options.checkHeader?.(begin.header.names);
    const goesOn = this.#from > begin.end;
    const from = goesOn ? this.#from : begin.end;
    const reader = goesOn ? await this.#open(from) : begin.rest;
    const sliceBytes = Math.min(this.#sliceBytes, GROWING_SLICE_BYTES);
    yield* csvPieces({ reader, from, sliceBytes, header: begin.header });
  }
}
