// Whole lines, quickly: passes over the names that are settled at whatever depth, and has every line with another one
// read exactly.
//
// Where a name may end is found without knowing what is a string: a colon after a quote or after white space. When a
// settled name stands before it, between a quote that no backslash precedes and that last quote, then in a line of
// JSON this is all of a name, or no name at all: a quote without a backslash before it begins or ends a string, and a
// quote with a colon after it ends one if it belongs to a name. Either way nothing is to be reported.
// Anything else that looks like the end of a name makes the line an exact one, which is slower and never wrong.
import { BACKSLASH, BATCH, COLON, NEWLINE, QUOTE, SPACE, index, masks } from './memory';
import { afterLastNewline, beginLine, isEscaped, nextNewline, readLine } from './line';
import { isSettled } from './names';
import { afterNested } from './nested';
import { learnPattern, multiplier, patternAt } from './patterns';

export let lines: u32 = 0;
/** Everything before it has been read exactly. */
let readTo: usize = 0;

export function resetLines(): void {
  lines = 0;
}

export function addLine(): void {
  lines++;
}

/** Reads whole lines; there is a newline before `from` and before `to`. */
export function filterLines(from: usize, to: usize): void {
  readTo = from;
  for (let at = from; at < to; at += BATCH) {
    judge(collect(at, min(at + BATCH, to)), from, to);
  }
}

/** Colons after a quote or white space; an exclamation mark (0x21) is taken along and is told apart later. */
@inline
function endsName(at: usize, bytes: v128): u64 {
  const afterIt = i8x16.eq(bytes, i8x16.splat(COLON));
  return <u64>(<u32>i8x16.bitmask(v128.and(afterIt, i8x16.le_u(v128.load(at - 1), i8x16.splat(QUOTE)))));
}

/** Writes the addresses of the candidates into the index and counts lines; answers where the index ends. */
function collect(from: usize, to: usize): usize {
  const newline = i8x16.splat(NEWLINE);
  let out = index;
  let at = from;
  let counters = i8x16.splat(0);
  for (const whole = from + ((to - from) & ~63); at < whole; at += 64) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    const first = endsName(at, a) | (endsName(at + 16, b) << 16);
    const second = endsName(at + 32, c) | (endsName(at + 48, d) << 16);
    out = write(out, at, first | (second << 32));
    const two = i8x16.add(i8x16.eq(a, newline), i8x16.eq(b, newline));
    const four = i8x16.add(two, i8x16.add(i8x16.eq(c, newline), i8x16.eq(d, newline)));
    counters = i8x16.sub(counters, four);
  }
  lines += sum(counters);
  for (; at < to; at += 16) {
    const left = min<usize>(to - at, 16);
    const bytes = v128.load(at);
    const kept = (<u64>1 << left) - 1;
    out = write(out, at, endsName(at, bytes) & kept);
    lines += popcnt(<u32>i8x16.bitmask(i8x16.eq(bytes, newline)) & <u32>kept);
  }
  return out;
}

/** Four places are written whether there are that many or not: there seldom are more, and a branch would be guessed wrongly. */
@inline
function write(out: usize, at: usize, candidates: u64): usize {
  const count = <usize>popcnt(candidates);
  let left = candidates;
  store<u32>(out, <u32>(at + <usize>ctz(left)));
  left &= left - 1;
  store<u32>(out, <u32>(at + <usize>ctz(left)), 4);
  left &= left - 1;
  store<u32>(out, <u32>(at + <usize>ctz(left)), 8);
  left &= left - 1;
  store<u32>(out, <u32>(at + <usize>ctz(left)), 12);
  if (count > 4) {
    left &= left - 1;
    for (let more = out + 16; left != 0; more += 4, left &= left - 1) store<u32>(more, <u32>(at + <usize>ctz(left)));
  }
  return out + (count << 2);
}

@inline
function sum(counters: v128): u32 {
  const pairs = i16x8.extadd_pairwise_i8x16_u(counters);
  const fours = i32x4.extadd_pairwise_i16x8_u(pairs);
  return (
    i32x4.extract_lane(fours, 0) + i32x4.extract_lane(fours, 1) + i32x4.extract_lane(fours, 2) + i32x4.extract_lane(fours, 3)
  );
}

function judge(end: usize, from: usize, to: usize): void {
  const quotes = i8x16.splat(QUOTE);
  const by = multiplier;
  const rows = masks;
  for (let entry = index; entry < end; entry += 4) {
    const colon: usize = load<u32>(entry);
    const bytes = v128.load(colon - 16);
    // The quote before the name is the last one but that in byte 15.
    const zeros = <usize>clz<i32>(i8x16.bitmask(i8x16.eq(bytes, quotes)) & 0x7fff);
    const name = v128.and(bytes, v128.load(rows + (zeros << 4)));
    const differs = v128.any_true(v128.xor(name, v128.load(patternAt(name, by))));
    if (i32(differs) | i32(load<u8>(colon + 14 - zeros) == BACKSLASH)) {
      if (colon >= readTo) lookCloser(colon, from, to);
      while (entry + 4 < end && <usize>load<u32>(entry, 4) < readTo) entry += 4;
    }
  }
}

/** The last quote before `end`; a place before `from` when there is none. */
@inline
function quoteBefore(end: usize, from: usize): usize {
  const quotes = i8x16.splat(QUOTE);
  for (let at = end; at > from; at -= 16) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(at - 16), quotes));
    if (mask != 0) return at + 15 - <usize>clz<i32>(mask);
  }
  return from - 1;
}

/** Passes over what is no name, a settled name, or the nested object around a name; reads any other line exactly. */
function lookCloser(colon: usize, from: usize, to: usize): void {
  let end = colon - 1;
  while (end > from && load<u8>(end) <= SPACE) end--;
  if (load<u8>(end) != QUOTE || isEscaped(end, from)) return;
  const quote = quoteBefore(end, from);
  const start = quote + 1;
  if (quote >= from && load<u8>(quote - 1) != BACKSLASH && isSettled(start, end - start)) return learnPattern(start, end - start);
  readTo = afterNested(quote, colon, from, to);
  if (readTo > colon) return;
  const line = afterLastNewline(from, colon);
  readTo = nextNewline(colon, to);
  beginLine(line);
  readLine(line, readTo);
}
