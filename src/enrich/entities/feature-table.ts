import { LABELS } from './labels.ts';

const EMPTY = 0;
/** Entries of `cells` per slot: a hash, then a weight of one byte per label. */
const STRIDE = 4;
const STRIDE_BITS = 2;

/**
 * Weights by the hash of a feature, in open addressing. A hash and its weights lie side by side, so that a look-up
 * costs one line of the processor's cache instead of two, which is where the time goes.
 */
export interface FeatureTable {
  /** A power of two. */
  readonly slots: number;
  readonly cells: Int32Array;
}

/** A table with room for `count` features, at most two thirds full. */
export function makeFeatureTable(count: number): FeatureTable {
  let slots = 16;
  while (2 * slots < 3 * count) slots *= 2;
  return { slots, cells: new Int32Array(STRIDE * slots) };
}

/** Puts a feature (its hash is not 0) into the table, with a weight of -128 to 127 for each label. */
export function putFeature({ slots, cells }: FeatureTable, hash: number, weights: Int8Array): void {
  let slot = hash & (slots - 1);
  while (cells[STRIDE * slot] !== EMPTY && cells[STRIDE * slot] !== hash) slot = (slot + 1) & (slots - 1);
  const cell = STRIDE * slot;
  cells[cell] = hash;
  for (let label = 0; label < LABELS; label += 1) {
    const at = cell + 1 + (label >> 2);
    cells[at] = (cells[at] ?? 0) | (((weights[label] ?? 0) & 0xff) << (8 * (label & 3)));
  }
}

/** `LABELS` sums, from `to` on. */
export interface Row {
  readonly scores: Int32Array;
  readonly to: number;
}

/**
 * Adds the weights of the first `count` of `hashes` to a row. Written out for each label: a loop over nine takes
 * half as long again.
 */
export function addFeatures(
  table: FeatureTable,
  hashes: Int32Array,
  count: number,
  { scores, to }: Row,
): void {
  const { cells } = table;
  const last = cells.length - 1;
  let outside = scores[to] ?? 0;
  let person = scores[to + 1] ?? 0;
  let inPerson = scores[to + 2] ?? 0;
  let organisation = scores[to + 3] ?? 0;
  let inOrganisation = scores[to + 4] ?? 0;
  let place = scores[to + 5] ?? 0;
  let inPlace = scores[to + 6] ?? 0;
  let other = scores[to + 7] ?? 0;
  let inOther = scores[to + 8] ?? 0;
  for (let index = 0; index < count; index += 1) {
    const hash = hashes[index] ?? 0;
    let cell = (hash << STRIDE_BITS) & last;
    let key = cells[cell] ?? EMPTY;
    while (key !== hash && key !== EMPTY) {
      cell = (cell + STRIDE) & last;
      key = cells[cell] ?? EMPTY;
    }
    if (key === EMPTY) continue;
    const four = cells[cell + 1] ?? 0;
    const nextFour = cells[cell + 2] ?? 0;
    outside += (four << 24) >> 24;
    person += (four << 16) >> 24;
    inPerson += (four << 8) >> 24;
    organisation += four >> 24;
    inOrganisation += (nextFour << 24) >> 24;
    place += (nextFour << 16) >> 24;
    inPlace += (nextFour << 8) >> 24;
    other += nextFour >> 24;
    inOther += ((cells[cell + 3] ?? 0) << 24) >> 24;
  }
  scores[to] = outside;
  scores[to + 1] = person;
  scores[to + 2] = inPerson;
  scores[to + 3] = organisation;
  scores[to + 4] = inOrganisation;
  scores[to + 5] = place;
  scores[to + 6] = inPlace;
  scores[to + 7] = other;
  scores[to + 8] = inOther;
}
