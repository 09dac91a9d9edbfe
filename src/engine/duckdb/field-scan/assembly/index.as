// Finds the names at depth 1 in the objects of NDJSON that are not known. What the host does: `prepare`, write the
// known names, `ready`; then for each text `begin`, fill `space()` bytes at `room()` and `advance` in turn, `finish`.
import { LOOKBEHIND, NEWLINE, capacity, chunk, known, layOut, list } from './memory';
import { addLine, filterLines, lines, resetLines } from './filter';
import { afterLastNewline, beginLine, moveLine, nextNewline, readLine } from './line';
import { forgetFound, foundCount, setKnown } from './names';
import { placeKnown } from './patterns';

/** Bytes in the chunk that are still to be read. */
let filled: usize = 0;
/** The chunk begins inside a line that is longer than a chunk. */
let inLongLine: bool = false;

/** Answers where the known names go: each a length (4 bytes) and its bytes. */
export function prepare(knownCount: usize, knownBytes: usize, chunkBytes: usize): usize {
  layOut(knownCount, knownBytes, chunkBytes);
  return known;
}

export function ready(knownCount: usize): void {
  placeKnown(known, knownCount);
  setKnown(known, knownCount);
}

export function begin(): void {
  filled = 0;
  inLongLine = false;
  resetLines();
  forgetFound();
  store<u8>(chunk - 1, NEWLINE);
}

export function room(): usize {
  return chunk + filled;
}

export function space(): usize {
  return capacity - filled;
}

/** Reads what can be read of the bytes so far and `bytes` new ones. */
export function advance(bytes: usize): void {
  filled += bytes;
  const end = chunk + filled;
  let start = chunk;
  if (inLongLine) {
    start = nextNewline(chunk, end);
    if (start == end) return readBlocks();
    readLine(chunk, start);
    endLongLine();
    start++;
  }
  const rest = afterLastNewline(start, end);
  if (rest > start) filterLines(start, rest);
  filled = end - rest;
  memory.copy(chunk, rest, filled);
  store<u8>(chunk - 1, NEWLINE);
  if (filled < capacity) return;
  inLongLine = true;
  beginLine(chunk);
  readBlocks();
}

/** Of a long line: reads whole blocks, and keeps what came last of them readable before the chunk. */
function readBlocks(): void {
  const bytes = filled & ~63;
  readLine(chunk, chunk + bytes);
  const lowest = chunk - LOOKBEHIND;
  filled -= bytes;
  memory.copy(lowest, lowest + bytes, LOOKBEHIND + filled);
  moveLine(bytes, lowest);
}

function endLongLine(): void {
  inLongLine = false;
  addLine();
}

/** Reads a last line without a newline; answers how many lines there were. */
export function finish(): u32 {
  if (inLongLine) {
    readLine(chunk, chunk + filled);
    endLongLine();
  } else if (filled > 0) {
    store<u8>(chunk + filled, NEWLINE);
    filterLines(chunk, chunk + filled + 1);
  }
  filled = 0;
  return lines;
}

/** Names found since `begin` or the last `drain`: so many pairs of address and length in the list. */
export function foundNames(): usize {
  return foundCount;
}

export function foundList(): usize {
  return list;
}
