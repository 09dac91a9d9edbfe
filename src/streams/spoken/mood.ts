import type { SentimentScorer } from '../../enrich/sentiment/model.ts';
import { BUILT_IN } from '../../enrich/sentiment/scorer.ts';
import type { StreamSetting } from '../../stream/define.ts';

/** What may be set for a stream of texts. */
export const MOOD_SETTINGS = {
  'sentiment-model': {
    default: '',
    about:
      'Path of an ONNX model for the mood of English texts, with its tokenizer.json beside it; empty for the model that comes with Crosscurrent',
  },
} as const satisfies Readonly<Record<string, StreamSetting>>;

/** The only language that the model knows. */
const UNDERSTOOD = 'en';

/** The mood of a text when it is English, and the model that found it; of others nothing, never a guess. */
export function moodOf(text: string, language: string | null, scorer: SentimentScorer = BUILT_IN) {
  if (language !== UNDERSTOOD || text.trim() === '') {
    return { polarity: null, subjectivity: null, sentiment: null, sentiment_model: null };
  }
  const { polarity, subjectivity, sentiment } = scorer.score(text);
  return {
    polarity: exact(polarity),
    subjectivity: exact(subjectivity),
    sentiment,
    sentiment_model: scorer.name,
  };
}

/** Four decimals, as text: no decimal passes through a double further on. */
function exact(value: number): string {
  return value.toFixed(4);
}
