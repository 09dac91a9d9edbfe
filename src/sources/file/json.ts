import type { Adapter } from '../contract.ts';
import { AdaptedPiece } from './adapted.ts';
import { type ByteReader, readHead } from './bytes.ts';
import { BOM_BYTES, hasBom } from './format.ts';
import { type JsonElement, JsonElements } from './json-elements.ts';
import { MAX_REJECTED, type Piece, rejectedLine } from './piece.ts';

const CHUNK_BYTES = 1024 * 1024;
const NEWLINE = Buffer.from('\n');

/**
 * JSON, one array or value after the other: each element becomes a line. To go on at `from` the text before is read
 * again from its beginning, for what an offset within JSON means depends on all that comes before; `reader` therefore
 * always stands at 0.
 */
export async function* jsonPieces(options: {
  reader: ByteReader;
  from: number;
  sliceBytes: number;
}): AsyncGenerator<Piece> {
  const { reader, from, sliceBytes } = options;
  const piece = new PieceOfElements(from, sliceBytes);
  // Element by element without waiting: an asynchronous step for each was measured to take most of the time.
  for await (const elements of elementsOf(reader)) {
    for (const element of elements) {
      if (element.to <= from) piece.pass();
      else if (piece.add(element)) yield piece.take();
    }
  }
  if (!piece.empty) yield piece.take();
}

/** JSON whose elements are messages. */
export async function* messageElements(options: {
  reader: ByteReader;
  from: number;
  sliceBytes: number;
  adapter: Adapter;
}): AsyncGenerator<Piece> {
  const { reader, from, sliceBytes, adapter } = options;
  const piece = new AdaptedPiece(adapter);
  let begin = from;
  let line = 0;
  let behind = from;
  for await (const elements of elementsOf(reader)) {
    for (const element of elements) {
      line += 1;
      if (element.to <= from) continue;
      const { text: raw, reason, from: offset, to } = element;
      behind = to;
      if (reason === null) piece.add({ text: raw.toString('utf8') }, { line, offset, raw });
      else piece.reject(rejectedLine(raw, { line, offset, reason, bytes: to - offset }));
      if (to - begin < sliceBytes && !piece.full) continue;
      yield piece.take(to);
      begin = to;
    }
  }
  if (!piece.empty) yield piece.take(behind);
}

async function* elementsOf(reader: ByteReader): AsyncGenerator<Iterable<JsonElement>> {
  const start = await readHead(reader, BOM_BYTES);
  const elements = new JsonElements(hasBom(start) ? BOM_BYTES : 0);
  if (!hasBom(start)) yield elements.feed(start);
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  for (;;) {
    const count = await reader.read(chunk);
    if (count === 0) break;
    yield elements.feed(chunk.subarray(0, count));
  }
  if (reader.failure === null) yield elements.end();
}

/** Gathers elements until there are enough for a slice. */
class PieceOfElements {
  readonly #sliceBytes: number;
  #begin: number;
  #element = 0;
  #output: Buffer;
  #used = 0;
  #piece: Piece;

  constructor(from: number, sliceBytes: number) {
    this.#sliceBytes = sliceBytes;
    this.#begin = from;
    this.#output = Buffer.allocUnsafe(sliceBytes);
    this.#piece = { to: from, parts: [], lines: 0, rejected: [] };
  }

  get empty(): boolean {
    return this.#piece.lines === 0 && this.#piece.rejected.length === 0;
  }

  /** Counts an element that had been dealt with before. */
  pass(): void {
    this.#element += 1;
  }

  /** True when the piece is full. */
  add(element: JsonElement): boolean {
    const { from, to, text, reason } = element;
    const piece = this.#piece;
    this.#element += 1;
    piece.to = to;
    if (reason === null) {
      this.#write(text);
      this.#write(NEWLINE);
      piece.lines += 1;
    } else {
      const about = { line: this.#element, offset: from, reason, bytes: to - from };
      piece.rejected.push(rejectedLine(text, about));
    }
    return to - this.#begin >= this.#sliceBytes || piece.rejected.length >= MAX_REJECTED;
  }

  take(): Piece {
    const full = { ...this.#piece, parts: [this.#output.subarray(0, this.#used)] };
    this.#begin = full.to;
    this.#used = 0;
    this.#piece = { to: full.to, parts: [], lines: 0, rejected: [] };
    return full;
  }

  #write(bytes: Buffer): void {
    if (this.#used + bytes.length > this.#output.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#output.length * 2, this.#used + bytes.length));
      this.#output.copy(larger, 0, 0, this.#used);
      this.#output = larger;
    }
    bytes.copy(this.#output, this.#used);
    this.#used += bytes.length;
  }
}
