// Short settled names once more, each as the 16 bytes before its colon with zeros in front: `..."price"`. What the
// filter needs to know of nearly every field is then one load, one multiplication and one comparison.
// The table is a cache: a place has one pattern, and what is not there is looked up in the table of names.
import { PATTERNS, QUOTE, firstPatterns, masks, patterns } from './memory';

/** The longest name that leaves room for its two quotes. */
export const MAX_PATTERN: usize = 14;
const ATTEMPTS = 256;
const OFFSETS: u64 = (<u64>PATTERNS - 1) << 4;

export let multiplier: u64 = 0;

@inline
export function patternAt(bytes: v128, by: u64): usize {
  const halves = v128.xor(bytes, i64x2.shuffle(bytes, bytes, 1, 0));
  return patterns + <usize>(((<u64>i64x2.extract_lane(halves, 0) * by) >> 50) & OFFSETS);
}

/** Mask n keeps the bytes of a pattern from the quote that n leading zeros (of 32) lead to; 32 stands for no quote. */
function writeMasks(): void {
  memory.fill(masks, 0, 33 * 16);
  for (let quote: usize = 0; quote < 15; quote++) {
    const zeros = 31 - quote;
    memory.fill(masks + zeros * 16 + quote, 255, 16 - quote);
  }
}

function patternOf(at: usize, length: usize): v128 {
  // A quote among 15 bytes leads to 17 zeros at least: the first rows of the masks are never read.
  const scratch = masks;
  memory.fill(scratch, 0, 16);
  store<u8>(scratch + 15, QUOTE);
  memory.copy(scratch + 15 - length, at, length);
  store<u8>(scratch + 14 - length, QUOTE);
  return v128.load(scratch);
}

export function learnPattern(at: usize, length: usize): void {
  if (length > MAX_PATTERN) return;
  const pattern = patternOf(at, length);
  v128.store(patternAt(pattern, multiplier), pattern);
}

/** Finds a multiplier that gives each known name a place of its own, or nearly so. */
export function placeKnown(known: usize, count: usize): void {
  writeMasks();
  let best: u64 = 1;
  let fewest = usize.MAX_VALUE;
  multiplier = 0x9e3779b97f4a7c15;
  for (let attempt = 0; attempt < ATTEMPTS && fewest > 0; attempt++) {
    multiplier = (multiplier ^ (multiplier >> 29)) * 0xbf58476d1ce4e5b9 | 1;
    const clashes = place(known, count);
    if (clashes < fewest) {
      fewest = clashes;
      best = multiplier;
    }
  }
  multiplier = best;
  place(known, count);
  memory.copy(firstPatterns, patterns, PATTERNS * 16);
}

function place(known: usize, count: usize): usize {
  let clashes: usize = 0;
  // No pattern is all ones: its last byte is a quote, or the filter has found none.
  memory.fill(patterns, 255, PATTERNS * 16);
  for (let i: usize = 0, at = known; i < count; i++) {
    const length: usize = load<u32>(at);
    if (length <= MAX_PATTERN) {
      const pattern = patternOf(at + 4, length);
      const entry = patternAt(pattern, multiplier);
      if (load<u8>(entry, 15) == QUOTE) clashes++;
      v128.store(entry, pattern);
    }
    at += 4 + length;
  }
  return clashes;
}

export function forgetPatterns(): void {
  memory.copy(patterns, firstPatterns, PATTERNS * 16);
}
