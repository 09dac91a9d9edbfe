import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checksumInCard } from '../../scripts/training/sentiment/card.ts';
import {
  copyOf,
  type LabelledPost,
  readPosts,
  unescapeText,
} from '../../scripts/training/sentiment/corpus.ts';
import { readLexicon } from '../../scripts/training/sentiment/lexicon-file.ts';
import { measureRecall } from '../../scripts/training/sentiment/measure.ts';
import { checksumOf, classifier, trainAndMeasure } from '../../scripts/training/sentiment/report.ts';
import { trainSentiment } from '../../scripts/training/sentiment/train.ts';
import { MODEL_FILE, scoreSentiment } from '../../src/enrich/sentiment/sentiment.ts';

// The labelled posts are not part of the repository; these tests use them where they lie beside it.
const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const isThere = existsSync(DATA);

const MADE_UP: readonly LabelledPost[] = [
  ['positive', 'lovely', 'great', 'good', 'happy'],
  ['negative', 'awful', 'bad', 'broken', 'sad'],
  ['neutral', 'open', 'today', 'monday', 'here'],
].flatMap(([label = '', ...words]) =>
  words.flatMap((word) =>
    ['the shop is', 'my phone was', 'they are', 'so very', 'it is all'].map((start) => ({
      label: label as LabelledPost['label'],
      text: `${start} ${word}`,
    })),
  ),
);
const NO_LEXICON = { hashes: new Int32Array(), tenths: new Int8Array() };

describe('training on made-up posts', () => {
  const train = () => trainSentiment({ posts: MADE_UP, lexicon: NO_LEXICON }, { bits: 12 });

  it('gives the same bytes every time', () => {
    expect(checksumOf(train().bytes)).toBe(checksumOf(train().bytes));
  });

  it('learns what makes the classes', () => {
    const classify = classifier(train().bytes);
    expect(measureRecall(MADE_UP, classify).macro).toBe(1);
    expect(classify('what a lovely great thing')).toBe('positive');
    expect(classify('what a sad broken thing')).toBe('negative');
  });
});

describe('measureRecall', () => {
  it('is the mean of the recalls of the classes, whatever their sizes', () => {
    const posts: LabelledPost[] = [
      { label: 'negative', text: 'negative' },
      { label: 'positive', text: 'positive' },
      { label: 'positive', text: 'neutral' },
      ...Array.from({ length: 8 }, () => ({ label: 'neutral', text: 'negative' }) as const),
    ];
    const { macro, ofClass } = measureRecall(posts, (text) =>
      text === 'neutral' || text === 'positive' ? text : 'negative',
    );
    expect(ofClass).toEqual({ negative: 1, neutral: 0, positive: 0.5 });
    expect(macro).toBeCloseTo(0.5, 12);
  });
});

describe('the texts of the files', () => {
  it.each([
    ['Plus\\u002c it\\u2019s fine', 'Plus, it’s fine'],
    ['A &amp;amp; B &lt;3', 'A & B <3'],
    ['"He said ""no"" twice"', 'He said "no" twice'],
  ])('%s', (raw, plain) => expect(unescapeText(raw)).toBe(plain));

  it('are copies of each other when their words are', () => {
    expect(copyOf('@user Hello\\u002c World! http')).toBe(copyOf('"hello world"'));
  });
});

describe.skipIf(!isThere)('the labelled posts (when they lie beside the repository)', () => {
  it('train to the same bytes twice, on a part of them', () => {
    const data = { posts: readPosts(DATA, 'train').slice(0, 1_500), lexicon: readLexicon(DATA) };
    const first = trainSentiment(data, { bits: 16 });
    const second = trainSentiment(data, { bits: 16 });
    expect(checksumOf(second.bytes)).toBe(checksumOf(first.bytes));
  });

  it('are classified as well as the card says', () => {
    const { macro } = measureRecall(readPosts(DATA, 'dev'), (text) => scoreSentiment(text).sentiment);
    expect(macro).toBeGreaterThan(0.75);
  });

  it.skipIf(process.env['TRAIN'] === undefined)(
    'train to the very model of the repository (with TRAIN=1: it takes a minute or two)',
    () => expect(trainAndMeasure(DATA, () => undefined).checksum).toBe(checksumOf(readFileSync(MODEL_FILE))),
    600_000,
  );
});

it('the card is the one of the model', () => {
  const card = readFileSync(new URL('./model-card.md', MODEL_FILE), 'utf8');
  expect(checksumInCard(card)).toBe(checksumOf(readFileSync(MODEL_FILE)));
});
