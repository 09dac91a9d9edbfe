// The scanner's memory: regions laid out once, one after the other, and never freed.
//
//   masks | patterns | their first state | slots | index | known names | found names | list | lookbehind | chunk | slack
//
// The slack after the chunk and the lookbehind before it let 64-byte blocks be read without asking where they end.

/** Bytes of a line that stay readable before the chunk; also the most bytes of a name that are reported. */
export const LOOKBEHIND: usize = 65536;
/** The patterns are a table of this many entries of 16 bytes. */
export const PATTERNS: usize = 1024;
/** Found names that are remembered before the host has to take them. */
export const MAX_FOUND: usize = 1024;
export const FOUND_BYTES: usize = 4 * LOOKBEHIND;
/** A batch of the filter: 63 blocks, since its counters of newlines are bytes to which a block adds at most 4. */
export const BATCH: usize = 63 * 64;

export const NEWLINE: u8 = 10;
export const SPACE: u8 = 32;
export const QUOTE: u8 = 34;
export const COLON: u8 = 58;
export const BACKSLASH: u8 = 92;

export let masks: usize = 0;
export let patterns: usize = 0;
export let firstPatterns: usize = 0;
export let slots: usize = 0;
export let slotMask: usize = 0;
export let index: usize = 0;
export let known: usize = 0;
export let found: usize = 0;
export let list: usize = 0;
export let chunk: usize = 0;
export let capacity: usize = 0;

let top: usize = 0;

function take(bytes: usize): usize {
  const at = top;
  top = (top + bytes + 63) & ~63;
  return at;
}

export function layOut(knownCount: usize, knownBytes: usize, chunkBytes: usize): void {
  top = (__heap_base + 63) & ~63;
  let count: usize = 4096;
  while (count < 2 * (knownCount + MAX_FOUND)) count *= 2;
  slotMask = (count - 1) << 4;
  masks = take(33 * 16);
  patterns = take(PATTERNS * 16);
  firstPatterns = take(PATTERNS * 16);
  slots = take(count * 16);
  // Two bytes at least make a candidate, and four are stored whether they are there or not.
  index = take((BATCH / 2) * 4 + 64);
  known = take(knownBytes);
  found = take(FOUND_BYTES);
  list = take(MAX_FOUND * 8);
  chunk = take(LOOKBEHIND) + LOOKBEHIND;
  capacity = chunkBytes;
  take(chunkBytes + 128);
  const pages = <i32>((top + 65535) >>> 16) - memory.size();
  if (pages > 0 && memory.grow(pages) < 0) unreachable();
}
