import type { RawScore } from '../../../src/enrich/sentiment/model.ts';
import {
  type Calibration,
  encodeWeights,
  type LexiconEntries,
  lexiconOf,
} from '../../../src/enrich/sentiment/weights.ts';
import { seededRandom } from '../../../src/stream/random.ts';
import { fitCalibration, type Scored } from './calibration.ts';
import type { LabelledPost } from './corpus.ts';
import { type Examples, makeExamples } from './examples.ts';
import { against, quantise } from './quantise.ts';
import { score, trainSupport, WAYS } from './support-vectors.ts';

/** What was chosen, mainly by cross-validation on the training posts; the model card says where others were looked at. */
export const RECIPE = {
  bits: 20,
  shares: [1, 0.9, 1, 0.2],
  fewestPosts: 2,
  cost: 0.1,
  epochs: 10,
  folds: 5,
  seed: 'sentiment',
} as const;

export interface TrainingData {
  readonly posts: readonly LabelledPost[];
  readonly lexicon: LexiconEntries;
}

export interface TrainedSentiment {
  /** The model's file. */
  readonly bytes: Uint8Array;
  /** Scores of every post by a model that was trained without its fold, and the calibration that fits them. */
  readonly crossValidated: Scored;
  readonly calibration: Calibration;
}

/** Trains the sentiment model. The same data give the same bytes. */
export function trainSentiment(
  { posts, lexicon }: TrainingData,
  options: { readonly bits?: number } = {},
): TrainedSentiment {
  const bits = options.bits ?? RECIPE.bits;
  const examples = makeExamples(posts, lexiconOf(lexicon), { ...RECIPE, bits });
  const crossValidated = crossValidate(examples);
  const calibration = fitCalibration(crossValidated);
  const weights = trainRows(examples, () => true, 'all');
  const { table, unit } = quantise(examples, weights);
  const offsetOf = (way: number): number => against(weights, examples.width - 1, way, 1);
  const [slopeOfNegative, slopeOfPositive] = calibration.slopes;
  const bytes = encodeWeights({
    bits,
    table,
    unit,
    shares: RECIPE.shares,
    lexicon,
    calibration: {
      slopes: calibration.slopes,
      offsets: [
        calibration.offsets[0] + slopeOfNegative * offsetOf(0),
        calibration.offsets[1] + slopeOfPositive * offsetOf(2),
      ],
    },
  });
  return { bytes, crossValidated, calibration };
}

function trainRows(examples: Examples, chosen: (row: number) => boolean, label: string): Float32Array {
  const rows = Int32Array.from({ length: examples.count }, (_, row) => row).filter(chosen);
  const random = seededRandom(RECIPE.seed).fork(label);
  return trainSupport(examples, rows, { cost: RECIPE.cost, epochs: RECIPE.epochs, random });
}

function crossValidate(examples: Examples): Scored {
  const random = seededRandom(RECIPE.seed).fork('folds');
  const folds = Uint8Array.from({ length: examples.count }, () => random.int(0, RECIPE.folds - 1));
  const scores: RawScore[] = Array.from({ length: examples.count }, () => ({ negative: 0, positive: 0 }));
  const margins = new Float64Array(WAYS);
  for (let fold = 0; fold < RECIPE.folds; fold += 1) {
    const weights = trainRows(examples, (row) => folds[row] !== fold, `fold ${fold}`);
    for (const [row, foldOfRow] of folds.entries()) {
      if (foldOfRow !== fold) continue;
      score(examples, row, weights, margins);
      const [negative = 0, neutral = 0, positive = 0] = margins;
      scores[row] = { negative: negative - neutral, positive: positive - neutral };
    }
  }
  return { scores, labels: examples.labels };
}
