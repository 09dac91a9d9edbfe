// One line, exactly: the names at depth 1 of an object.
// The state is kept between calls, so that a line may come in pieces of whole blocks.
import { beginBlocks, readBlock } from './blocks';
import { BACKSLASH, COLON, NEWLINE, QUOTE, SPACE } from './memory';
import { meet } from './names';

let depth: i32 = 0;
let inObject: bool = false;
/** The first byte of the line, or the first that is still there. */
let floor: usize = 0;

export function beginLine(at: usize): void {
  beginBlocks();
  depth = 0;
  inObject = false;
  floor = at;
}

/** The bytes of the line have moved down in memory, and those below `lowest` are gone. */
export function moveLine(by: usize, lowest: usize): void {
  floor = max(floor - by, lowest);
}

/** Reads on; all but the last piece of a line hold whole blocks. */
export function readLine(from: usize, to: usize): void {
  for (let at = from; at < to; at += 64) {
    let structure = readBlock(at, true);
    if (to - at < 64) structure &= (<u64>1 << (to - at)) - 1;
    for (; structure != 0; structure &= structure - 1) visit(at + <usize>ctz(structure));
  }
}

@inline
function visit(at: usize): void {
  const byte = load<u8>(at);
  if (byte == COLON) {
    if (depth == 1 && inObject) nameBefore(at);
  } else if ((byte & 2) != 0) {
    depth++;
    if (depth == 1) inObject = byte == 0x7b;
  } else {
    depth--;
  }
}

/** An odd number of backslashes before it. */
export function isEscaped(at: usize, lowest: usize): bool {
  let first = at;
  while (first > lowest && load<u8>(first - 1) == BACKSLASH) first--;
  return ((at - first) & 1) != 0;
}

/** The string that ends before a colon. */
function nameBefore(colon: usize): void {
  let end = colon;
  while (end > floor && load<u8>(end - 1) <= SPACE) end--;
  if (end == floor || load<u8>(end - 1) != QUOTE || isEscaped(end - 1, floor)) return;
  end--;
  let start = end;
  while (start > floor && (load<u8>(start - 1) != QUOTE || isEscaped(start - 1, floor))) start--;
  meet(start, end - start);
}

/** The first newline at or after `from`, or `to`. */
export function nextNewline(from: usize, to: usize): usize {
  const newline = i8x16.splat(NEWLINE);
  for (let at = from; at < to; at += 16) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(at), newline));
    if (mask != 0) return min(at + <usize>ctz(mask), to);
  }
  return to;
}

/** The place after the last newline before `to`, or `from`. */
export function afterLastNewline(from: usize, to: usize): usize {
  while (to > from && load<u8>(to - 1) != NEWLINE) to--;
  return to;
}
