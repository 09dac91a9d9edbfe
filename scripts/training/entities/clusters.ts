import { logarithm } from './arithmetic.ts';

/** Clusters 1 to `CLUSTERS`; 0 means that the word was too rare to say. */
export const CLUSTERS = 128;
const FEWEST = 3;
const ROUNDS = 20;

const BOUNDARY = 0;
const RARE = 1;
const FIRST_WORD = 2;

/**
 * Groups words by the words beside them, so that what is learned of one is known of its like: exchange clustering
 * for a class bigram model (Kneser & Ney 1993; Martin, Liermann & Ney 1998). Each word in turn moves to the cluster
 * that makes the text most likely, until hardly any moves.
 *
 * @param texts sequences of word hashes
 * @returns cluster of each word that occurs at least three times
 */
export function clusterWords(texts: readonly Int32Array[]): ReadonlyMap<number, number> {
  const vocabulary = frequentWords(texts);
  const bigrams = countBigrams(texts, vocabulary);
  const state = startClusters(bigrams);
  for (let round = 0; round < ROUNDS; round += 1) {
    const moved = exchangeAll(bigrams, state);
    if (moved * 200 < vocabulary.length) break;
  }
  return new Map(vocabulary.map((word, index) => [word, (state.cluster[index + FIRST_WORD] ?? 0) - RARE]));
}

function frequentWords(texts: readonly Int32Array[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const text of texts) for (const word of text) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= FEWEST)
    .sort(([word, count], [otherWord, otherCount]) => otherCount - count || word - otherWord)
    .map(([word]) => word);
}

interface Bigrams {
  /** How often each word occurs, by its number in the vocabulary. */
  readonly counts: Int32Array;
  readonly after: readonly Map<number, number>[];
  readonly before: readonly Map<number, number>[];
}

function countBigrams(texts: readonly Int32Array[], vocabulary: readonly number[]): Bigrams {
  const numbers = new Map(vocabulary.map((word, index) => [word, index + FIRST_WORD]));
  const size = vocabulary.length + FIRST_WORD;
  const counts = new Int32Array(size);
  const after = Array.from({ length: size }, () => new Map<number, number>());
  const before = Array.from({ length: size }, () => new Map<number, number>());
  const count = (left: number, right: number): void => {
    const rights = after[left];
    const lefts = before[right];
    rights?.set(right, (rights.get(right) ?? 0) + 1);
    lefts?.set(left, (lefts.get(left) ?? 0) + 1);
    counts[right] = (counts[right] ?? 0) + 1;
  };
  for (const text of texts) {
    let left = BOUNDARY;
    for (const word of text) {
      const right = numbers.get(word) ?? RARE;
      count(left, right);
      left = right;
    }
    count(left, BOUNDARY);
  }
  return { counts, after, before };
}

/** Number of clusters with those of the boundary and of rare words. */
const WIDTH = CLUSTERS + FIRST_WORD;

interface Clusters {
  readonly cluster: Int32Array;
  /** How often a cluster follows another: `WIDTH * left + right`. */
  readonly pairs: Int32Array;
  readonly sizes: Int32Array;
  /** n ln n, by n. */
  readonly weigh: (n: number) => number;
}

function startClusters({ counts, after }: Bigrams): Clusters {
  const cluster = counts.map((_, word) =>
    word < FIRST_WORD ? word : FIRST_WORD + ((word - FIRST_WORD) % CLUSTERS),
  );
  const pairs = new Int32Array(WIDTH * WIDTH);
  const sizes = new Int32Array(WIDTH);
  for (const [word, rights] of after.entries()) {
    const own = cluster[word] ?? 0;
    add(sizes, own, counts[word] ?? 0);
    for (const [right, times] of rights) add(pairs, WIDTH * own + (cluster[right] ?? 0), times);
  }
  return { cluster, pairs, sizes, weigh: makeWeigh() };
}

function makeWeigh(): (n: number) => number {
  const known = new Map<number, number>();
  const small = new Float64Array(65_536);
  for (let n = 2; n < small.length; n += 1) small[n] = n * logarithm(n);
  return (n) => {
    if (n < small.length) return small[n] ?? 0;
    const weight = known.get(n) ?? n * logarithm(n);
    known.set(n, weight);
    return weight;
  };
}

function add(column: Int32Array, index: number, amount: number): void {
  column[index] = (column[index] ?? 0) + amount;
}

function exchangeAll(bigrams: Bigrams, state: Clusters): number {
  let moved = 0;
  for (let word = FIRST_WORD; word < bigrams.counts.length; word += 1) {
    const from = state.cluster[word] ?? 0;
    const neighbours = neighboursOf(bigrams, state, word);
    shift(state, { ...neighbours, cluster: from, sign: -1 });
    const to = bestCluster(state, neighbours);
    shift(state, { ...neighbours, cluster: to, sign: 1 });
    state.cluster[word] = to;
    if (to !== from) moved += 1;
  }
  return moved;
}

interface Neighbours {
  readonly count: number;
  /** How often the word follows itself. */
  readonly self: number;
  /** Clusters after the word and before it, with how often. */
  readonly right: ReadonlyMap<number, number>;
  readonly left: ReadonlyMap<number, number>;
}

function neighboursOf({ counts, after, before }: Bigrams, { cluster }: Clusters, word: number): Neighbours {
  const group = (words: ReadonlyMap<number, number> | undefined): Map<number, number> => {
    const groups = new Map<number, number>();
    for (const [other, times] of words ?? []) {
      if (other === word) continue;
      const own = cluster[other] ?? 0;
      groups.set(own, (groups.get(own) ?? 0) + times);
    }
    return groups;
  };
  const self = after[word]?.get(word) ?? 0;
  return { count: counts[word] ?? 0, self, right: group(after[word]), left: group(before[word]) };
}

function shift(
  { pairs, sizes }: Clusters,
  { cluster, sign, count, self, right, left }: Neighbours & { cluster: number; sign: 1 | -1 },
): void {
  for (const [other, times] of right) add(pairs, WIDTH * cluster + other, sign * times);
  for (const [other, times] of left) add(pairs, WIDTH * other + cluster, sign * times);
  add(pairs, WIDTH * cluster + cluster, sign * self);
  add(sizes, cluster, sign * count);
}

function bestCluster(state: Clusters, neighbours: Neighbours): number {
  let best = Number.NEGATIVE_INFINITY;
  let bestCandidate = FIRST_WORD;
  for (let candidate = FIRST_WORD; candidate < WIDTH; candidate += 1) {
    const gain = gainOf(state, neighbours, candidate);
    if (gain <= best + 1e-9) continue;
    best = gain;
    bestCandidate = candidate;
  }
  return bestCandidate;
}

/** By how much the logarithm of the text's likelihood grows when the word joins a cluster. */
function gainOf({ pairs, sizes, weigh }: Clusters, neighbours: Neighbours, cluster: number): number {
  const { right, left, self, count } = neighbours;
  let gain = 0;
  for (const [other, times] of right) {
    if (other === cluster) continue;
    const now = pairs[WIDTH * cluster + other] ?? 0;
    gain += weigh(now + times) - weigh(now);
  }
  for (const [other, times] of left) {
    if (other === cluster) continue;
    const now = pairs[WIDTH * other + cluster] ?? 0;
    gain += weigh(now + times) - weigh(now);
  }
  const within = pairs[WIDTH * cluster + cluster] ?? 0;
  gain += weigh(within + self + (right.get(cluster) ?? 0) + (left.get(cluster) ?? 0)) - weigh(within);
  const size = sizes[cluster] ?? 0;
  return gain - 2 * (weigh(size + count) - weigh(size));
}
