import { isUtf8 } from 'node:buffer';
import { setImmediate as immediately } from 'node:timers/promises';
import { MAX_LINE_BYTES } from '../../event/outcome.ts';
import type { Adapter } from '../contract.ts';
import { AdaptedPiece } from './adapted.ts';
import { blocks } from './blocks.ts';
import { eventsIn } from './event-text.ts';
import { type LineOptions, longPiece } from './lines.ts';
import { type Piece, rejectedLine } from './piece.ts';

/** How much is adapted before other work gets its turn, in bytes. */
const TURN_BYTES = 1024 * 1024;

/** Messages that lie in a recording of server-sent events. Comments, which keep connections alive, are left out. */
export async function* messageEvents(options: LineOptions & { adapter: Adapter }): AsyncGenerator<Piece> {
  const { reader, from, sliceBytes } = options;
  const piece = new AdaptedPiece(options.adapter);
  let line = 1;
  for await (const block of blocks({ reader, from, blockBytes: sliceBytes, lastEnd, firstEnd })) {
    if (block.kind === 'long') {
      yield longPiece(block, line);
      line += 1;
      continue;
    }
    let turn = 0;
    for (let start = 0; start < block.data.length; ) {
      const end = start + (firstEnd(block.data.subarray(start)) || block.data.length - start);
      if (addEvent(piece, block.data.subarray(start, end), { line, offset: block.offset + start })) line += 1;
      start = end;
      if (piece.full && start < block.data.length) yield piece.take(block.offset + start);
      if (start - turn < TURN_BYTES) continue;
      turn = start;
      await immediately();
    }
    yield piece.take(block.to);
  }
}

/** False when there was no event, but comments and blank lines. */
function addEvent(piece: AdaptedPiece, block: Buffer, at: { line: number; offset: number }): boolean {
  const raw = trimmed(block);
  if (raw.length > MAX_LINE_BYTES) piece.reject(rejectedLine(raw, { ...at, reason: 'line_too_long' }));
  else if (!isUtf8(raw)) piece.reject(rejectedLine(raw, { ...at, reason: 'not_utf8' }));
  else if (raw.includes(0)) piece.reject(rejectedLine(raw, { ...at, reason: 'not_json' }));
  else {
    const [found] = eventsIn(raw.toString('utf8'));
    if (found === undefined) return false;
    const { event, data } = found;
    piece.add(event === undefined ? { text: data } : { text: data, event }, { ...at, raw });
  }
  return true;
}

/** Without the line ends behind it. */
function trimmed(block: Buffer): Buffer {
  let end = block.length;
  while (end > 0 && (block[end - 1] === 10 || block[end - 1] === 13)) end -= 1;
  return block.subarray(0, end);
}

/** Blank lines end events; the newline before one may be that of any line. */
const BLANK_LINES = ['\n\n', '\n\r\n'].map((text) => Buffer.from(text));

function firstEnd(window: Buffer): number {
  const ends = BLANK_LINES.map((blank) => [window.indexOf(blank), blank.length] as const);
  const found = ends.filter(([at]) => at >= 0).map(([at, length]) => at + length);
  return found.length === 0 ? 0 : Math.min(...found);
}

function lastEnd(window: Buffer, final: boolean): number {
  if (final) return window.length;
  return Math.max(
    0,
    ...BLANK_LINES.map((blank) => {
      const at = window.lastIndexOf(blank);
      return at < 0 ? 0 : at + blank.length;
    }),
  );
}
