import { createHash } from 'node:crypto';
import { CLASSES, moodOf, SentimentModel } from '../../../src/enrich/sentiment/model.ts';
import { decodeWeights } from '../../../src/enrich/sentiment/weights.ts';
import { type LabelledPost, readPosts, sharedWith } from './corpus.ts';
import { readLexicon } from './lexicon-file.ts';
import { measureRecall, type Recall } from './measure.ts';
import { RECIPE, type TrainedSentiment, trainSentiment } from './train.ts';

/** The trained model and all that its card says of it. */
export interface SentimentReport {
  readonly bytes: Uint8Array;
  readonly checksum: string;
  readonly trainingPosts: number;
  readonly lexiconWords: number;
  /** Posts of the part for measuring that the training part has too. */
  readonly shared: number;
  readonly crossValidated: Recall;
  /** On all posts for measuring. */
  readonly dev: Recall;
  /** On those of them that the model was not trained on. */
  readonly unseen: Recall;
  /** On all posts for measuring, by a model that was trained without those that both parts have. */
  readonly heldOut: Recall;
}

/** The SHA-256 of a model's file, in hexadecimal digits. */
export function checksumOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Trains on the data folder and measures. Reads files, writes none. */
export function trainAndMeasure(dataFolder: string, say: (words: string) => void): SentimentReport {
  const posts = readPosts(dataFolder, 'train');
  const dev = readPosts(dataFolder, 'dev');
  const lexicon = readLexicon(dataFolder);
  const isKnown = sharedWith(dev, posts);
  const isInDev = sharedWith(posts, dev);
  say(`sentiment: ${posts.length} posts, ${RECIPE.folds} folds and the model`);
  const trained = trainSentiment({ posts, lexicon });
  say('sentiment: again without the posts that are also there for measuring');
  const apart = trainSentiment({ posts: posts.filter((_, index) => isInDev[index] !== true), lexicon });
  const classify = classifier(trained.bytes);
  return {
    bytes: trained.bytes,
    checksum: checksumOf(trained.bytes),
    trainingPosts: posts.length,
    lexiconWords: lexicon.hashes.length,
    shared: isKnown.filter(Boolean).length,
    crossValidated: recallOfFolds(
      apart,
      posts.filter((_, index) => isInDev[index] !== true),
    ),
    dev: measureRecall(dev, classify),
    unseen: measureRecall(
      dev.filter((_, index) => isKnown[index] !== true),
      classify,
    ),
    heldOut: measureRecall(dev, classifier(apart.bytes)),
  };
}

/** The class that a model's file gives to a text. */
export function classifier(bytes: Uint8Array): (text: string) => LabelledPost['label'] {
  const model = new SentimentModel(decodeWeights(bytes));
  return (text) => model.score(text).sentiment;
}

function recallOfFolds(
  { crossValidated, calibration }: TrainedSentiment,
  posts: readonly LabelledPost[],
): Recall {
  let at = 0;
  return measureRecall(posts, () => {
    const raw = crossValidated.scores[at] ?? { negative: 0, positive: 0 };
    at += 1;
    return moodOf(raw, calibration).sentiment;
  });
}

/** Recalls in the order of CLASSES, as percentages: `81.7 / 66.9 / 78.1`. */
export function recallsInWords({ ofClass }: Recall): string {
  return CLASSES.map((name) => (ofClass[name] * 100).toFixed(1)).join(' / ');
}
