/** The mood of a text. */
export interface Sentiment {
  /** From -1 (bad) to 1 (good). */
  readonly polarity: number;
  /** From 0 (facts) to 1 (opinion). */
  readonly subjectivity: number;
  readonly sentiment: 'negative' | 'neutral' | 'positive';
}

/** Name and version of the model. */
export const SENTIMENT_MODEL = 'none 0';

/** The mood of an English text. */
export function scoreSentiment(_text: string): Sentiment {
  return { polarity: 0, subjectivity: 0, sentiment: 'neutral' };
}
