import { z } from 'zod';
import { FeatureReader, type HashList } from './features.ts';
import { type Calibration, lexiconOf, type Weights } from './weights.ts';

/** The mood of a text. */
export interface Sentiment {
  /** From -1 (bad) to 1 (good): P(positive) - P(negative). */
  readonly polarity: number;
  /** From 0 (facts) to 1 (opinion): 1 - P(neutral). */
  readonly subjectivity: number;
  readonly sentiment: 'negative' | 'neutral' | 'positive';
}

/** Something that finds the mood of English texts. */
export interface SentimentScorer {
  /** Name and version, stored beside what it says. */
  readonly name: string;
  readonly score: (text: string) => Sentiment;
}

/** What a text without a word, hashtag or emoticon has. */
export const NO_MOOD: Sentiment = { polarity: 0, subjectivity: 0, sentiment: 'neutral' };

/** Scores of negative and positive before calibration, neutral being 0. */
export interface RawScore {
  readonly negative: number;
  readonly positive: number;
}

/** The classes in the order in which models have them. */
export const CLASSES = ['negative', 'neutral', 'positive'] as const;

/** A mood that comes from elsewhere. */
export const SentimentShape = z.object({
  polarity: z.number().min(-1).max(1),
  subjectivity: z.number().min(0).max(1),
  sentiment: z.enum(CLASSES),
});

const round = (value: number): number => Math.round(value * 10_000) / 10_000 + 0;

/**
 * The mood that probabilities mean. The class is the one with the highest; neutral wins a tie.
 *
 * By the two published numbers, with P(positive) = (subjectivity + polarity) / 2, P(negative) = (subjectivity - polarity) / 2 and
 * P(neutral) = 1 - subjectivity: negative or positive where its probability is higher than the other two, neutral otherwise.
 */
export function moodOfChances(chances: Readonly<Record<Sentiment['sentiment'], number>>): Sentiment {
  const { negative, neutral, positive } = chances;
  const isPositive = positive > neutral && positive > negative;
  const isNegative = negative > neutral && negative > positive;
  return {
    polarity: round(positive - negative),
    subjectivity: round(Math.min(1, positive + negative)),
    sentiment: isPositive ? 'positive' : isNegative ? 'negative' : 'neutral',
  };
}

/** Turns scores into probabilities (multinomial logistic, neutral being the base) and these into a mood. */
export function moodOf({ negative, positive }: RawScore, { slopes, offsets }: Calibration): Sentiment {
  const oddsOfNegative = Math.exp(Math.min(30, slopes[0] * negative + offsets[0]));
  const oddsOfPositive = Math.exp(Math.min(30, slopes[1] * positive + offsets[1]));
  const all = 1 + oddsOfNegative + oddsOfPositive;
  return moodOfChances({
    negative: oddsOfNegative / all,
    neutral: 1 / all,
    positive: oddsOfPositive / all,
  });
}

/** A linear model over hashed features. Not for several threads: it keeps its buffers. */
export class SentimentModel {
  readonly #weights: Weights;
  readonly #reader: FeatureReader;
  #negative = 0;
  #positive = 0;

  constructor(weights: Weights) {
    this.#weights = weights;
    this.#reader = new FeatureReader(lexiconOf(weights.lexicon));
  }

  /** The mood of a text; only its first 2,000 UTF-16 code units count. Never throws. */
  score(text: string): Sentiment {
    const raw = this.scoreRaw(text);
    return raw === undefined ? NO_MOOD : moodOf(raw, this.#weights.calibration);
  }

  /** The scores before calibration; undefined for a text without a word, hashtag or emoticon. */
  scoreRaw(text: string): RawScore | undefined {
    const { meaningful, words, phrases, characters, style } = this.#reader.read(text);
    if (!meaningful) return undefined;
    const { shares, unit } = this.#weights;
    this.#negative = 0;
    this.#positive = 0;
    this.#weigh(words, shares[0] / Math.sqrt(words.length));
    this.#weigh(phrases, shares[1] / Math.sqrt(phrases.length));
    this.#weigh(characters, shares[2] / Math.sqrt(Math.max(1, characters.length)));
    this.#weigh(style, shares[3]);
    return { negative: this.#negative * unit, positive: this.#positive * unit };
  }

  #weigh({ hashes, length }: HashList, share: number): void {
    const { table, bits } = this.#weights;
    const mask = 2 ** bits - 1;
    let negative = 0;
    let positive = 0;
    for (let index = 0; index < length; index += 1) {
      const place = ((hashes[index] ?? 0) & mask) * 2;
      negative += table[place] ?? 0;
      positive += table[place + 1] ?? 0;
    }
    this.#negative += negative * share;
    this.#positive += positive * share;
  }
}
