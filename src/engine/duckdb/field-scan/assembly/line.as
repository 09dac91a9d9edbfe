// One line, exactly: the names at depth 1 of an object. Blocks of 64 bytes become bit masks (Langdale and Lemire,
// "Parsing gigabytes of JSON per second", 2019): escaped bytes, the inside of strings, structure outside them.
// The state is kept between calls, so that a line may come in pieces of whole blocks.
import { BACKSLASH, COLON, NEWLINE, QUOTE, SPACE } from './memory';
import { meet } from './names';

const ODD_BITS: u64 = 0xaaaaaaaaaaaaaaaa;

/** 1: the first byte of the next block is escaped. */
let escapes: u64 = 0;
/** All ones: the next block begins inside a string. */
let inside: u64 = 0;
let depth: i32 = 0;
let inObject: bool = false;
/** The first byte of the line, or the first that is still there. */
let floor: usize = 0;

export function beginLine(at: usize): void {
  escapes = 0;
  inside = 0;
  depth = 0;
  inObject = false;
  floor = at;
}

/** The bytes of the line have moved down in memory, and those below `lowest` are gone. */
export function moveLine(by: usize, lowest: usize): void {
  floor = max(floor - by, lowest);
}

@inline
function bits(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    (<u64><u32>i8x16.bitmask(a)) |
    ((<u64><u32>i8x16.bitmask(b)) << 16) |
    ((<u64><u32>i8x16.bitmask(c)) << 32) |
    ((<u64><u32>i8x16.bitmask(d)) << 48)
  );
}

@inline
function equalTo(a: v128, b: v128, c: v128, d: v128, byte: u8): u64 {
  const wanted = i8x16.splat(byte);
  return bits(i8x16.eq(a, wanted), i8x16.eq(b, wanted), i8x16.eq(c, wanted), i8x16.eq(d, wanted));
}

/** Colons, braces and brackets. */
@inline
function isStructure(bytes: v128): v128 {
  // { and [ differ in one bit, as } and ] do.
  const folded = v128.or(bytes, i8x16.splat(0x20));
  return v128.or(
    i8x16.eq(bytes, i8x16.splat(COLON)),
    v128.or(i8x16.eq(folded, i8x16.splat(0x7b)), i8x16.eq(folded, i8x16.splat(0x7d))),
  );
}

/** Which bytes are escaped by a backslash before them; Langdale and Lemire's subtraction with odd positions set. */
@inline
function escapedBits(backslashes: u64): u64 {
  if ((backslashes | escapes) == 0) return 0;
  const potential = backslashes & ~escapes;
  const codes = (((potential << 1) | ODD_BITS) - potential) ^ ODD_BITS;
  const escaped = codes ^ (backslashes | escapes);
  escapes = (codes & backslashes) >> 63;
  return escaped;
}

/** Each bit becomes the parity of the bits up to it. */
@inline
function prefixParity(mask: u64): u64 {
  mask ^= mask << 1;
  mask ^= mask << 2;
  mask ^= mask << 4;
  mask ^= mask << 8;
  mask ^= mask << 16;
  return mask ^ (mask << 32);
}

/** Reads on; all but the last piece of a line hold whole blocks. */
export function readLine(from: usize, to: usize): void {
  for (let at = from; at < to; at += 64) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    const quotes = equalTo(a, b, c, d, QUOTE) & ~escapedBits(equalTo(a, b, c, d, BACKSLASH));
    const strings = prefixParity(quotes) ^ inside;
    inside = <u64>(<i64>strings >> 63);
    let structure = bits(isStructure(a), isStructure(b), isStructure(c), isStructure(d)) & ~strings;
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
function isEscaped(at: usize): bool {
  let first = at;
  while (first > floor && load<u8>(first - 1) == BACKSLASH) first--;
  return ((at - first) & 1) != 0;
}

/** The string that ends before a colon. */
function nameBefore(colon: usize): void {
  let end = colon;
  while (end > floor && load<u8>(end - 1) <= SPACE) end--;
  if (end == floor || load<u8>(end - 1) != QUOTE || isEscaped(end - 1)) return;
  end--;
  let start = end;
  while (start > floor && (load<u8>(start - 1) != QUOTE || isEscaped(start - 1))) start--;
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
