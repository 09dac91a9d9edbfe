import { CrosscurrentError } from '../../../event/errors.ts';
import { NO_MOOD, type SentimentScorer, SentimentShape } from '../model.ts';
import { askThread, type Reply } from './asking.ts';
import { findOnnxFiles, nameOfModel } from './files.ts';

/** A large model may take so long to load, in milliseconds. */
const PATIENCE_MS = 120_000;

/**
 * A scorer that runs a user's ONNX model (a transformer for three classes of sentiment) in a thread of its own. Its files are looked for at
 * once, the model is loaded when the first text comes. Throws `bad_configuration` or `file_not_found` with what to do; a model that
 * cannot be run makes `score` throw `file_unreadable`.
 */
export function onnxScorer(model: string): SentimentScorer {
  const files = findOnnxFiles(model);
  let ask: ((question: unknown) => Reply) | undefined;
  return {
    name: nameOfModel(model),
    score(text) {
      if (text.trim() === '') return NO_MOOD;
      ask ??= askThread(new URL('./thread.ts', import.meta.url), files, { patience: PATIENCE_MS });
      const reply = ask(text);
      const { data } = SentimentShape.safeParse('answer' in reply ? reply.answer : null);
      if (data !== undefined) return data;
      throw new CrosscurrentError(
        'file_unreadable',
        `The sentiment model ${model} cannot be run: ${'error' in reply ? reply.error : 'it gives no mood'}.`,
        'Use a model for three classes of sentiment with its tokenizer.json, or take the setting sentiment-model away.',
      );
    },
  };
}
