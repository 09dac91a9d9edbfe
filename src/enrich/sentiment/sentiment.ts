import { readFileSync } from 'node:fs';
import { type Sentiment, SentimentModel } from './model.ts';
import { decodeWeights } from './weights.ts';

export type { Sentiment } from './model.ts';

/** Name and version of the model; model-card.md says what it is. */
export const SENTIMENT_MODEL = 'hashed-linear-en 1';

/** Where the weights of the model are. */
export const MODEL_FILE = new URL('./model.bin', import.meta.url);

let model: SentimentModel | undefined;

/**
 * The mood of an English post or headline, as it was written (with its hashtags, links and emoji).
 *
 * - polarity in [-1, 1]: P(positive) - P(negative)
 * - subjectivity in [0, 1]: 1 - P(neutral)
 * - sentiment: the class with the highest probability
 *
 * The probabilities are calibrated for classes that are equally likely beforehand, and rounded to four decimals. A text without a
 * word, hashtag or emoticon is neutral with 0 and 0. Only the first 2,000 UTF-16 code units are read. The same text always has the
 * same mood. What it says of a text in another language means nothing.
 */
export function scoreSentiment(text: string): Sentiment {
  model ??= new SentimentModel(decodeWeights(readFileSync(MODEL_FILE)));
  return model.score(text);
}
