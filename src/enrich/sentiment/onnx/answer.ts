import { CLASSES, moodOfChances, type Sentiment } from '../model.ts';

/**
 * The mood that a model's three answers mean. Answers that are no probabilities (in [0, 1], together 1) are taken for
 * logits. Undefined when they are not three numbers.
 */
export function moodOfAnswers(
  values: readonly number[],
  answers: readonly Sentiment['sentiment'][],
): Sentiment | undefined {
  if (values.length !== CLASSES.length || !values.every(Number.isFinite)) return undefined;
  const chances = isDistribution(values) ? values : softmax(values);
  const of = (name: Sentiment['sentiment']): number => chances[answers.indexOf(name)] ?? 0;
  return moodOfChances({ negative: of('negative'), neutral: of('neutral'), positive: of('positive') });
}

function isDistribution(values: readonly number[]): boolean {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.every((value) => value >= 0 && value <= 1) && Math.abs(sum - 1) < 1e-3;
}

function softmax(values: readonly number[]): readonly number[] {
  const highest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
