const EMPTY = 0;

/**
 * A set of 32-bit hashes, each with a place: its slot, at which arrays of `size` entries hold what is known of it.
 * Open addressing, at most half full; the keys are hashes already, so their low bits are the first place to look.
 */
export interface HashIndex {
  readonly size: number;
  readonly keys: Int32Array;
}

/** An index with room for `entries` hashes. */
export function makeHashIndex(entries: number): HashIndex {
  let size = 16;
  while (size < 2 * entries) size *= 2;
  return { size, keys: new Int32Array(size) };
}

/** Slot of a hash (not 0), or -1 when it is not in the index. */
export function slotOf(index: HashIndex, hash: number): number {
  const last = index.size - 1;
  let slot = hash & last;
  for (;;) {
    const key = index.keys[slot];
    if (key === hash) return slot;
    if (key === EMPTY) return -1;
    slot = (slot + 1) & last;
  }
}

/** Slot of a hash (not 0), which is put into the index when it is not there. */
export function takeSlot(index: HashIndex, hash: number): number {
  const last = index.size - 1;
  let slot = hash & last;
  while (index.keys[slot] !== hash && index.keys[slot] !== EMPTY) slot = (slot + 1) & last;
  index.keys[slot] = hash;
  return slot;
}
