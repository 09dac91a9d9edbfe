// The names that need no report: the known ones and those found already, as they are written in JSON, without their
// quotes. An open-addressing table with linear probing; a slot is hash, length, address (0: empty), nothing.
import { FOUND_BYTES, LOOKBEHIND, MAX_FOUND, found, list, slotMask, slots } from './memory';
import { forgetPatterns, learnPattern } from './patterns';

/** Takes the names in the list: called when there is no room for another. */
@external("host", "drain")
declare function drain(): void;

export let foundCount: usize = 0;
let foundBytes: usize = 0;
let knownAt: usize = 0;
let knownCount: usize = 0;

const MIX: u64 = 0x9e3779b97f4a7c15;

/** The last bytes of a name, up to 8; what lies behind it may be read, for memory goes on. */
@inline
function tailOf(at: usize, length: usize): u64 {
  return length >= 8 ? load<u64>(at + length - 8) : load<u64>(at) & ((<u64>1 << (<u64>length << 3)) - 1);
}

@inline
function hashOf(at: usize, length: usize): u32 {
  let hash: u64 = <u64>length * MIX;
  for (; length > 8; length -= 8, at += 8) hash = rotr(hash ^ load<u64>(at), 29) * MIX;
  return <u32>((rotr(hash ^ tailOf(at, length), 29) * MIX) >> 32);
}

@inline
function equal(a: usize, b: usize, length: usize): bool {
  for (; length > 8; length -= 8, a += 8, b += 8) if (load<u64>(a) != load<u64>(b)) return false;
  return tailOf(a, length) == tailOf(b, length);
}

export function isSettled(at: usize, length: usize): bool {
  const hash = hashOf(at, length);
  let slot = slots + ((<usize>hash << 4) & slotMask);
  for (let name = load<u32>(slot, 8); name != 0; name = load<u32>(slot, 8)) {
    if (load<u32>(slot) == hash && load<u32>(slot, 4) == <u32>length && equal(name, at, length)) return true;
    slot = slots + ((slot - slots + 16) & slotMask);
  }
  return false;
}

function add(at: usize, length: usize): void {
  const hash = hashOf(at, length);
  let slot = slots + ((<usize>hash << 4) & slotMask);
  while (load<u32>(slot, 8) != 0) slot = slots + ((slot - slots + 16) & slotMask);
  store<u32>(slot, hash);
  store<u32>(slot, <u32>length, 4);
  store<u32>(slot, <u32>at, 8);
}

/** Known names: each a length (4 bytes) and its bytes, one after the other. */
export function setKnown(at: usize, count: usize): void {
  knownAt = at;
  knownCount = count;
  addKnown();
}

function addKnown(): void {
  memory.fill(slots, 0, slotMask + 16);
  let at = knownAt;
  for (let i: usize = 0; i < knownCount; i++) {
    const length: usize = load<u32>(at);
    add(at + 4, length);
    at += 4 + length;
  }
}

/** Back to the known names alone. */
export function forgetFound(): void {
  if (foundCount == 0) return;
  foundCount = 0;
  foundBytes = 0;
  addKnown();
  forgetPatterns();
}

/** A name at depth 1: put on the list unless it is settled. Of a very long one the end. */
export function meet(at: usize, length: usize): void {
  if (length > LOOKBEHIND) {
    at += length - LOOKBEHIND;
    length = LOOKBEHIND;
  }
  if (isSettled(at, length)) return;
  if (foundCount == MAX_FOUND || foundBytes + length > FOUND_BYTES) {
    drain();
    forgetFound();
  }
  const copy = found + foundBytes;
  memory.copy(copy, at, length);
  store<u32>(list + foundCount * 8, <u32>copy);
  store<u32>(list + foundCount * 8, <u32>length, 4);
  foundCount++;
  foundBytes += length;
  add(copy, length);
  learnPattern(copy, length);
}
