import { type EntityType, isInside, OUTSIDE, TYPES } from '../../../src/enrich/entities/labels.ts';
import type { Sentence, Span } from './corpus.ts';

/** How well spans were found, in percent. */
export interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface SpanScores {
  /** A span counts when its bounds and its type are right (the measure of CoNLL 2003). */
  readonly typed: Score;
  /** A span counts when its bounds are right. */
  readonly untyped: Score;
  readonly byType: Readonly<Record<EntityType, Score>>;
  /** Entities in the corpus. */
  readonly entities: number;
}

/** The spans of our labels, in tokens of the corpus. */
export function spansOfLabels(sentence: Sentence, labels: Uint8Array): readonly Span[] {
  const spans: Span[] = [];
  const { count } = sentence.tokens;
  for (let from = 0; from < count; from += 1) {
    const label = labels[from] ?? OUTSIDE;
    const type = TYPES[(label - 1) >> 1];
    if (label === OUTSIDE || isInside(label) || type === undefined) continue;
    let to = from + 1;
    while (to < count && labels[to] === label + 1) to += 1;
    spans.push({ from: sentence.origin[from] ?? 0, to: sentence.origin[to] ?? 0, type });
  }
  return spans;
}

/** Compares what was found in each post with what is there; both are texts without duplicates within a post. */
export function scoreSpans(posts: readonly { found: readonly Span[]; right: readonly Span[] }[]): SpanScores {
  const typed = posts.map(({ found, right }) => tally(found, right, nameSpan));
  const untyped = posts.map(({ found, right }) => tally(found, right, ({ from, to }) => `${from}-${to}`));
  const ofType = (type: EntityType): Score => {
    const only = (spans: readonly Span[]): readonly Span[] => spans.filter((span) => span.type === type);
    return toScore(posts.map(({ found, right }) => tally(only(found), only(right), nameSpan)));
  };
  return {
    typed: toScore(typed),
    untyped: toScore(untyped),
    byType: { PER: ofType('PER'), ORG: ofType('ORG'), LOC: ofType('LOC'), MISC: ofType('MISC') },
    entities: posts.reduce((sum, { right }) => sum + right.length, 0),
  };
}

function nameSpan({ from, to, type }: Span): string {
  return `${from}-${to}:${type}`;
}

/** Right ones among those found, how many were found, and how many there are. */
interface Tally {
  readonly hits: number;
  readonly found: number;
  readonly right: number;
}

/** Compares two lists by what `name` says of their members. */
export function tally<T>(found: readonly T[], right: readonly T[], name: (member: T) => string): Tally {
  const names = new Set(right.map(name));
  const hits = found.filter((member) => names.has(name(member))).length;
  return { hits, found: found.length, right: right.length };
}

/** Precision, recall and their harmonic mean over all posts together. */
export function toScore(tallies: readonly Tally[]): Score {
  const sum = (part: keyof Tally): number => tallies.reduce((total, each) => total + each[part], 0);
  const percent = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);
  const hits = sum('hits');
  return {
    precision: percent(hits, sum('found')),
    recall: percent(hits, sum('right')),
    f1: percent(2 * hits, sum('found') + sum('right')),
  };
}
