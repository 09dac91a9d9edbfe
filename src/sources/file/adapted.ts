import { MAX_LINE_BYTES } from '../../event/outcome.ts';
import type { Adapter, Message } from '../contract.ts';
import { MAX_REJECTED, type Piece, type RejectedLine, rejectedLine } from './piece.ts';

/** Where a message lies in its input. */
export interface Place {
  /** Its number. */
  readonly line: number;
  readonly offset: number;
  /** Its bytes, as they lie there. */
  readonly raw: Buffer;
}

/** Events that are written to one part of a piece. */
const EVENTS_PER_PART = 4096;

/** What the messages of an input hold, gathered as the lines of a piece. */
export class AdaptedPiece {
  readonly #adapter: Adapter;
  #texts: string[] = [];
  #parts: Buffer[] = [];
  #numbers: number[] = [];
  #rejected: RejectedLine[] = [];
  #skipped = 0;

  constructor(adapter: Adapter) {
    this.#adapter = adapter;
  }

  /** Whether no more should be added, for what was rejected is held in memory. */
  get full(): boolean {
    return this.#rejected.length >= MAX_REJECTED;
  }

  get empty(): boolean {
    return this.#numbers.length === 0 && this.#rejected.length === 0 && this.#skipped === 0;
  }

  /** Adds what a message holds. */
  add(message: Message, { line, offset, raw }: Place): void {
    for (const adapted of this.#adapter.adapt(message)) {
      if (adapted.outcome === 'skipped') this.#skipped += 1;
      else if (adapted.outcome === 'event')
        this.#addEvent(JSON.stringify(adapted.event), { line, offset, raw });
      else {
        const part = adapted.raw === undefined ? raw : Buffer.from(adapted.raw);
        this.#rejected.push(rejectedLine(part, { line, offset, reason: adapted.reason }));
      }
    }
  }

  /** Adds what was refused before it was a message. */
  reject(line: RejectedLine): void {
    this.#rejected.push(line);
  }

  /** What was gathered, and begins anew. @param to offset behind the last message */
  take(to: number): Piece {
    this.#flush();
    const piece = {
      to,
      parts: this.#parts,
      lines: this.#numbers.length,
      rejected: this.#rejected,
      skipped: this.#skipped,
      numbers: this.#numbers,
    };
    this.#parts = [];
    this.#numbers = [];
    this.#rejected = [];
    this.#skipped = 0;
    return piece;
  }

  /** An event may be longer than its message: control characters are escaped in JSON. */
  #addEvent(text: string, { line, offset, raw }: Place): void {
    if (text.length > MAX_LINE_BYTES) {
      this.#rejected.push(rejectedLine(raw, { line, offset, reason: 'line_too_long' }));
      return;
    }
    this.#texts.push(text);
    this.#numbers.push(line);
    if (this.#texts.length >= EVENTS_PER_PART) this.#flush();
  }

  #flush(): void {
    if (this.#texts.length > 0) this.#parts.push(Buffer.from(`${this.#texts.join('\n')}\n`));
    this.#texts = [];
  }
}
