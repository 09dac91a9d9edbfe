import { SENTIMENT_MODEL, scoreSentiment } from '../../enrich/sentiment/sentiment.ts';

/** The only language that the model knows. */
const UNDERSTOOD = 'en';

/** The mood of a text when it is English, and the model that found it; of others nothing, never a guess. */
export function moodOf(text: string, language: string | null) {
  if (language !== UNDERSTOOD || text.trim() === '') {
    return { polarity: null, subjectivity: null, sentiment: null, sentiment_model: null };
  }
  const { polarity, subjectivity, sentiment } = scoreSentiment(text);
  return {
    polarity: exact(polarity),
    subjectivity: exact(subjectivity),
    sentiment,
    sentiment_model: SENTIMENT_MODEL,
  };
}

/** Four decimals, as text: no decimal passes through a double further on. */
function exact(value: number): string {
  return value.toFixed(4);
}
