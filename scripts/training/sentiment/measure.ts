import { CLASSES, type Sentiment } from '../../../src/enrich/sentiment/model.ts';
import type { LabelledPost } from './corpus.ts';

/** How well classes are found: the share of each class that is found (recall), and the mean of these. */
export interface Recall {
  readonly macro: number;
  readonly ofClass: Readonly<Record<Sentiment['sentiment'], number>>;
  readonly posts: number;
}

/** Macro-averaged recall, the measure of SemEval 2017 task 4 A. */
export function measureRecall(
  posts: readonly LabelledPost[],
  classify: (text: string) => Sentiment['sentiment'],
): Recall {
  const sizes = new Map(CLASSES.map((name) => [name, { all: 0, found: 0 }]));
  for (const { label, text } of posts) {
    const size = sizes.get(label);
    if (size === undefined) continue;
    size.all += 1;
    if (classify(text) === label) size.found += 1;
  }
  const recall = (name: Sentiment['sentiment']): number => {
    const { all, found } = sizes.get(name) ?? { all: 0, found: 0 };
    return all === 0 ? 0 : found / all;
  };
  const ofClass = { negative: recall('negative'), neutral: recall('neutral'), positive: recall('positive') };
  const macro = (ofClass.negative + ofClass.neutral + ofClass.positive) / 3;
  return { macro, ofClass, posts: posts.length };
}
