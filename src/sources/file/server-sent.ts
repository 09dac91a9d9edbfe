import { isUtf8 } from 'node:buffer';
import { setImmediate as immediately } from 'node:timers/promises';
import { MAX_LINE_BYTES, type RejectionReason } from '../../event/outcome.ts';
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
  const { raw, before } = trimmed(block);
  const place = { line: at.line, offset: at.offset + before, raw };
  const reason = refusal(raw);
  if (reason !== null) {
    piece.reject(rejectedLine(raw, { ...place, reason }));
    return true;
  }
  const [found] = eventsIn(raw.toString('utf8'));
  if (found === undefined) return false;
  const { event, data } = found;
  piece.add(event === undefined ? { text: data } : { text: data, event }, place);
  return true;
}

/** Why no adapter should see it. */
function refusal(raw: Buffer): RejectionReason | null {
  if (raw.length > MAX_LINE_BYTES) return 'line_too_long';
  if (!isUtf8(raw)) return 'not_utf8';
  return raw.includes(0) ? 'not_json' : null;
}

/** Without the line ends before and behind it. */
function trimmed(block: Buffer): { raw: Buffer; before: number } {
  let before = 0;
  let end = block.length;
  while (before < end && isLineEnd(block[before])) before += 1;
  while (end > before && isLineEnd(block[end - 1])) end -= 1;
  return { raw: block.subarray(before, end), before };
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === 10 || byte === 13;
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
