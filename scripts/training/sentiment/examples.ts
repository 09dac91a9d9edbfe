import { FeatureReader } from '../../../src/enrich/sentiment/features.ts';
import type { Lexicon } from '../../../src/enrich/sentiment/lexicon.ts';
import { CLASSES } from '../../../src/enrich/sentiment/model.ts';
import type { LabelledPost } from './corpus.ts';

/** The posts as sparse rows: row i has the places `places[k]` with `values[k]`, k from `starts[i]` to `starts[i + 1]`. */
export interface Examples {
  readonly count: number;
  /** Places of the table, and one more at the end for the offset, which is 1 in every row. */
  readonly width: number;
  readonly starts: Int32Array;
  readonly places: Int32Array;
  readonly values: Float32Array;
  /** Index of the class in CLASSES. */
  readonly labels: Uint8Array;
  /** By how much the values of a place were multiplied; 0 for places that are not used. */
  readonly factors: Float32Array;
}

export interface ExampleOptions {
  readonly bits: number;
  /** Of words, phrases, characters, style. */
  readonly shares: readonly [number, number, number, number];
  /** Places that fewer posts have are left out. */
  readonly fewestPosts: number;
}

/** Rows of places as they come, a place several times where it does. */
interface Rows {
  readonly starts: Int32Array;
  readonly places: Int32Array;
  readonly values: Float32Array;
}

class Growing {
  #places = new Int32Array(1 << 20);
  #values = new Float32Array(1 << 20);
  length = 0;

  push(place: number, value: number): void {
    if (this.length === this.#places.length) {
      const places = new Int32Array(this.length * 2);
      const values = new Float32Array(this.length * 2);
      places.set(this.#places);
      values.set(this.#values);
      this.#places = places;
      this.#values = values;
    }
    this.#places[this.length] = place;
    this.#values[this.length] = value;
    this.length += 1;
  }

  done(): { places: Int32Array; values: Float32Array } {
    return { places: this.#places.subarray(0, this.length), values: this.#values.subarray(0, this.length) };
  }
}

/** What the scorer will sum up for each post: shares over the root of a list's length (see SentimentModel). */
function readRows(posts: readonly LabelledPost[], lexicon: Lexicon, { bits, shares }: ExampleOptions): Rows {
  const reader = new FeatureReader(lexicon);
  const mask = 2 ** bits - 1;
  const starts = new Int32Array(posts.length + 1);
  const rows = new Growing();
  for (const [index, { text }] of posts.entries()) {
    const { words, phrases, characters, style } = reader.read(text);
    for (const [kind, { hashes, length }] of [words, phrases, characters, style].entries()) {
      const value = (shares[kind] ?? 0) / (kind === 3 ? 1 : Math.sqrt(Math.max(1, length)));
      for (let at = 0; at < length; at += 1) rows.push((hashes[at] ?? 0) & mask, value);
    }
    starts[index + 1] = rows.length;
  }
  return { starts, ...rows.done() };
}

/** In how many rows each place is. */
function countRows({ starts, places }: Rows, width: number): Uint32Array {
  const counts = new Uint32Array(width);
  const seen = new Int32Array(width).fill(-1);
  for (let row = 0; row + 1 < starts.length; row += 1) {
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
      const place = places[at] ?? 0;
      if (seen[place] === row) continue;
      seen[place] = row;
      counts[place] = (counts[place] ?? 0) + 1;
    }
  }
  return counts;
}

/** Rare places count more: the root of the inverse document frequency. */
function factorsOf(counts: Uint32Array, rows: number, fewest: number): Float32Array {
  return Float32Array.from(counts, (count) =>
    count < fewest || count >= rows ? 0 : Math.sqrt(Math.log(rows / count) / 4),
  );
}

/** Makes the examples of posts. The same posts give the same examples, bit for bit. */
export function makeExamples(
  posts: readonly LabelledPost[],
  lexicon: Lexicon,
  options: ExampleOptions,
): Examples {
  const rows = readRows(posts, lexicon, options);
  const size = 2 ** options.bits;
  const factors = factorsOf(countRows(rows, size), posts.length, options.fewestPosts);
  const merged = new Growing();
  const starts = new Int32Array(posts.length + 1);
  const position = new Int32Array(size);
  const { values, places } = rows;
  const sums = new Float32Array(size);
  for (let row = 0; row < posts.length; row += 1) {
    const from = rows.starts[row] ?? 0;
    const to = rows.starts[row + 1] ?? 0;
    for (let at = from; at < to; at += 1) {
      const place = places[at] ?? 0;
      sums[place] = (sums[place] ?? 0) + (values[at] ?? 0) * (factors[place] ?? 0);
      position[place] = row + 1;
    }
    for (let at = from; at < to; at += 1) {
      const place = places[at] ?? 0;
      if (position[place] !== row + 1) continue;
      position[place] = 0;
      if (sums[place] !== 0) merged.push(place, sums[place] ?? 0);
      sums[place] = 0;
    }
    merged.push(size, 1);
    starts[row + 1] = merged.length;
  }
  const labels = Uint8Array.from(posts, ({ label }) => CLASSES.indexOf(label));
  return { count: posts.length, width: size + 1, starts, ...merged.done(), labels, factors };
}
