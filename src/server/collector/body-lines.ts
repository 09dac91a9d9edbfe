import { isAscii, isUtf8 } from 'node:buffer';
import { checkLines } from './limits.ts';
import { splitValues } from './split-values.ts';

/** A body as NDJSON. */
export interface BodyLines {
  /** As it goes to the log: no blank line, each line ended by `\n`. */
  readonly data: Buffer;
  /** The same lines; null for one that is no UTF-8. */
  readonly lines: readonly (string | null)[];
  /** Where each line stood: its number in the body, or in the array, from 1. Undefined when that is its index + 1. */
  readonly numbers: readonly number[] | undefined;
}

const LF = 10;
const CR = 13;

/**
 * Cuts a body into lines without changing a byte of them: line ends (`\n` or `\r\n`), blank lines and a byte order mark
 * are left out. Fails with `too_large` when there are too many.
 * @param mayBeJson one JSON value over several lines, or an array of events, is understood, too
 */
export function bodyLines(body: Buffer, mayBeJson: boolean): BodyLines {
  const text = decode(body);
  if (text === null) return splitBytes(body);
  const values = mayBeJson ? splitValues(text) : null;
  return values === null ? splitText(body, text) : { ...join(values), numbers: undefined };
}

function decode(body: Buffer): string | null {
  if (isAscii(body)) return body.toString('latin1');
  return isUtf8(body) ? body.toString('utf8') : null;
}

function join(lines: readonly string[]): { data: Buffer; lines: readonly string[] } {
  return { data: Buffer.from(lines.length === 0 ? '' : `${lines.join('\n')}\n`), lines };
}

function splitText(body: Buffer, text: string): BodyLines {
  const lines: string[] = [];
  const numbers: number[] = [];
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let asItCame = start === 0;
  let number = 0;
  for (let at = start; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const stop = end < 0 ? text.length : end;
    const cut = stop > at && text.charCodeAt(stop - 1) === CR ? stop - 1 : stop;
    number += 1;
    if (cut === at || (text.charCodeAt(at) <= 32 && isBlank(text, at, cut))) asItCame = false;
    else {
      if (cut < stop) asItCame = false;
      lines.push(text.slice(at, cut));
      numbers.push(number);
      checkLines(number);
    }
    at = stop + 1;
  }
  if (!asItCame) return { ...join(lines), numbers };
  const ended = body.length === 0 || body[body.length - 1] === LF;
  const data = ended ? body : Buffer.concat([body, Buffer.of(LF)]);
  return { data, lines, numbers: undefined };
}

function isBlank(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 9 && code !== CR) return false;
  }
  return true;
}

/** The slow way, for a body of which a part is no UTF-8: only those lines are spoilt. */
function splitBytes(body: Buffer): BodyLines {
  const parts: Buffer[] = [];
  const lines: (string | null)[] = [];
  const numbers: number[] = [];
  let number = 0;
  for (let at = 0; at < body.length; ) {
    const end = body.indexOf(LF, at);
    const stop = end < 0 ? body.length : end;
    const cut = stop > at && body[stop - 1] === CR ? stop - 1 : stop;
    const line = body.subarray(at, cut);
    number += 1;
    if (!line.every((byte) => byte === 32 || byte === 9 || byte === CR)) {
      parts.push(line, Buffer.of(LF));
      lines.push(isUtf8(line) ? line.toString('utf8') : null);
      numbers.push(number);
      checkLines(number);
    }
    at = stop + 1;
  }
  return { data: Buffer.concat(parts), lines, numbers };
}
