import { isUtf8 } from 'node:buffer';
import { MAX_DEAD_LETTER_BYTES, MAX_LINE_BYTES, type RejectionReason } from '../../event/outcome.ts';

/** One value of a JSON text: an element of an array at the top, or a value that stands at the top itself. */
export interface JsonElement {
  /** Offset of its first byte, and behind its last one. */
  from: number;
  to: number;
  /** On one line, all else as it was written. When rejected: its first 64 KiB at least. */
  text: Buffer;
  reason: RejectionReason | null;
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const [NEWLINE, CARRIAGE_RETURN, SPACE] = [10, 13, 32];

/**
 * ```
 *          ┌──────────── , ───────────┐
 *  top ─[─► element ──value──► behind ─┘      top ──value──► top
 *   ▲                            │
 *   └──────────── ] ─────────────┘            anything else: broken, until the end
 * ```
 * In `element`, too, a `]` ends the array: an empty one, or one with a comma behind its last element.
 */
type Place = 'top' | 'element' | 'behind' | 'broken';

/**
 * Takes JSON apart without parsing it, so that numbers keep their text: it follows brackets and strings, whatever the
 * depth, in memory for one element. Line ends within an element become spaces; in a string there are none in
 * JSON, so that an element with one there is `not_json`, as is one with a NUL. Whether the text of an element
 * is JSON is for its reader to say. What follows a broken structure is one rejected piece up to the end.
 */
export class JsonElements {
  #place: Place = 'top';
  #offset: number;
  /** The element under way: where it began, its parts from earlier chunks and their length. */
  #from = -1;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #lineEnds = false;
  #badString = false;

  constructor(offset: number) {
    this.#offset = offset;
  }

  /** The elements that end in `chunk`. A text is valid until the next one is asked for. */
  *feed(chunk: Buffer): Generator<JsonElement> {
    let at = 0;
    while (at < chunk.length) {
      if (this.#from < 0) at = this.#between(chunk, at);
      if (at >= chunk.length) break;
      const end = this.#place === 'broken' ? chunk.length : this.#endOfElement(chunk, at);
      const whole = end >= 0;
      const upTo = whole ? end : chunk.length;
      if (whole && this.#place !== 'broken')
        yield this.#finished(chunk.subarray(at, upTo), this.#offset + upTo);
      else this.#hold(chunk.subarray(at, upTo));
      at = upTo;
    }
    this.#offset += chunk.length;
  }

  /** What is left when the input has ended. */
  *end(): Generator<JsonElement> {
    const complete = this.#place === 'top' && this.#depth === 0 && !this.#inString;
    if (this.#from >= 0) {
      const element = this.#finished(Buffer.alloc(0), this.#offset);
      yield complete || element.reason !== null ? element : { ...element, reason: 'not_json' };
    } else if (this.#place !== 'top') {
      // The array was cut off between two elements: that must not go unnoticed.
      yield { from: this.#offset, to: this.#offset, text: Buffer.alloc(0), reason: 'not_json' };
    }
  }

  /** Passes over what lies between elements; the position of the next element, which has begun then. */
  #between(chunk: Buffer, from: number): number {
    let at = from;
    for (; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (byte === SPACE || byte === NEWLINE || byte === CARRIAGE_RETURN || byte === 9) continue;
      const next = this.#step(byte);
      if (next === null) break;
      this.#place = next;
    }
    if (at < chunk.length) this.#from = this.#offset + at;
    return at;
  }

  /** The place behind a byte that is structure; null when an element begins with it (or what is broken). */
  #step(byte: number): Place | null {
    if (this.#place === 'top' && byte === OPEN_ARRAY) return 'element';
    if (this.#place === 'behind' && byte === COMMA) return 'element';
    if (this.#place !== 'top' && byte === CLOSE_ARRAY) return 'top';
    const misplaced = byte === COMMA || byte === CLOSE_ARRAY || byte === CLOSE_OBJECT;
    if (this.#place === 'behind' || misplaced) this.#place = 'broken';
    return null;
  }

  /** Position behind the element in `chunk`, or -1 when it goes on in the next. */
  #endOfElement(chunk: Buffer, from: number): number {
    let depth = this.#depth;
    let at = from;
    let end = -1;
    while (end < 0 && at < chunk.length) {
      if (this.#inString) {
        at = this.#endOfString(chunk, at);
        if (!this.#inString && depth === 0) end = at;
        continue;
      }
      const byte = chunk[at] ?? 0;
      if (byte === QUOTE) this.#inString = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        if (depth < 2) end = depth === 0 ? at : at + 1;
        depth -= 1;
      } else if (depth === 0 && (byte <= SPACE || byte === COMMA)) end = at;
      else if (byte === NEWLINE || byte === CARRIAGE_RETURN) this.#lineEnds = true;
      at += 1;
    }
    this.#depth = depth;
    return end;
  }

  #endOfString(chunk: Buffer, from: number): number {
    let at = from;
    if (this.#escaped && at < chunk.length) {
      this.#escaped = false;
      at += 1;
    }
    for (; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (byte === QUOTE) {
        this.#inString = false;
        return at + 1;
      }
      if (byte === BACKSLASH) {
        at += 1;
        this.#escaped = at >= chunk.length;
      } else if (byte === NEWLINE || byte === CARRIAGE_RETURN) this.#badString = true;
    }
    return chunk.length;
  }

  /** Keeps a part of an element for later; of one that is too long or broken only the beginning. */
  #hold(part: Buffer): void {
    this.#heldBytes += part.length;
    const bounded = this.#place === 'broken' || this.#heldBytes > MAX_LINE_BYTES;
    const kept = this.#held.reduce((sum, { length }) => sum + length, 0);
    if (!bounded) this.#held.push(Buffer.from(part));
    else if (kept < MAX_DEAD_LETTER_BYTES) {
      this.#held.push(Buffer.from(part.subarray(0, MAX_DEAD_LETTER_BYTES - kept)));
    } else if (kept > MAX_DEAD_LETTER_BYTES) {
      this.#held = [Buffer.from(Buffer.concat(this.#held).subarray(0, MAX_DEAD_LETTER_BYTES))];
    }
  }

  #finished(last: Buffer, to: number): JsonElement {
    const from = this.#from;
    const tooLong = to - from > MAX_LINE_BYTES;
    const text = this.#held.length === 0 ? last : Buffer.concat([...this.#held, last]);
    let reason: RejectionReason | null = null;
    if (this.#place === 'broken' || this.#badString) reason = 'not_json';
    else if (tooLong) reason = 'line_too_long';
    else if (!isUtf8(text)) reason = 'not_utf8';
    else if (text.includes(0)) reason = 'not_json';
    else if (this.#lineEnds) joinLines(text);
    this.#from = -1;
    this.#held = [];
    this.#heldBytes = 0;
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
    this.#lineEnds = false;
    this.#badString = false;
    if (this.#place === 'element') this.#place = 'behind';
    return { from, to, text, reason };
  }
}

function joinLines(text: Buffer): void {
  for (const lineEnd of [NEWLINE, CARRIAGE_RETURN]) {
    for (let at = text.indexOf(lineEnd); at >= 0; at = text.indexOf(lineEnd, at + 1)) text[at] = SPACE;
  }
}
