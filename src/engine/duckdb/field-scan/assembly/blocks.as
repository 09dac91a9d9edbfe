// Blocks of 64 bytes as bit masks: escaped bytes, the inside of strings, structure outside them (Langdale and Lemire,
// "Parsing gigabytes of JSON per second", 2019). One text at a time, block after block.
import { BACKSLASH, COLON, NEWLINE, QUOTE } from './memory';

const ODD_BITS: u64 = 0xaaaaaaaaaaaaaaaa;

/** 1: the first byte of the next block is escaped. */
let escapes: u64 = 0;
/** All ones: the next block begins inside a string. */
let inside: u64 = 0;

/** The next block is the first, and begins outside strings. */
export function beginBlocks(): void {
  escapes = 0;
  inside = 0;
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

@inline
function isBrace(bytes: v128): v128 {
  // [ and { differ in one bit, as ] and } do.
  const folded = v128.or(bytes, i8x16.splat(0x20));
  return v128.or(i8x16.eq(folded, i8x16.splat(0x7b)), i8x16.eq(folded, i8x16.splat(0x7d)));
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

/** Braces and brackets, and colons if they are wanted, outside strings. */
@inline
export function readBlock(at: usize, withColons: bool): u64 {
  const a = v128.load(at);
  const b = v128.load(at, 16);
  const c = v128.load(at, 32);
  const d = v128.load(at, 48);
  const quotes = equalTo(a, b, c, d, QUOTE) & ~escapedBits(equalTo(a, b, c, d, BACKSLASH));
  const strings = prefixParity(quotes) ^ inside;
  inside = <u64>(<i64>strings >> 63);
  const braces = bits(isBrace(a), isBrace(b), isBrace(c), isBrace(d));
  return (withColons ? braces | equalTo(a, b, c, d, COLON) : braces) & ~strings;
}

/** Newlines, wherever they are. */
@inline
export function newlines(at: usize): u64 {
  return equalTo(v128.load(at), v128.load(at, 16), v128.load(at, 32), v128.load(at, 48), NEWLINE);
}
