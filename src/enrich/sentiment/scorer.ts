import type { SentimentScorer } from './model.ts';
import { onnxScorer } from './onnx/scorer.ts';
import { SENTIMENT_MODEL, scoreSentiment } from './sentiment.ts';

/** The model that comes with Crosscurrent. */
export const BUILT_IN: SentimentScorer = { name: SENTIMENT_MODEL, score: scoreSentiment };

/**
 * The scorer that a setting names: the path of an ONNX model, or nothing for the model that comes with Crosscurrent.
 * Throws what `onnxScorer` throws.
 */
export function sentimentScorer(modelPath: string): SentimentScorer {
  return modelPath.trim() === '' ? BUILT_IN : onnxScorer(modelPath.trim());
}
