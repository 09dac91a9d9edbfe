import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponential, logarithm, makeRandom } from '../../scripts/training/entities/arithmetic.ts';
import { clusterWords } from '../../scripts/training/entities/clusters.ts';
import { parseCorpus } from '../../scripts/training/entities/corpus.ts';
import { type Example, trainCrf } from '../../scripts/training/entities/crf.ts';
import { makeExamples } from '../../scripts/training/entities/examples.ts';
import { writeModel } from '../../scripts/training/entities/model-file.ts';
import { recase } from '../../scripts/training/entities/recasing.ts';
import { scoreSpans } from '../../scripts/training/entities/scores.ts';
import { measureModel } from '../../scripts/training/entities.ts';
import { makeEntityFinder } from '../../src/enrich/entities/entities.ts';
import { makeFacts } from '../../src/enrich/entities/knowledge.ts';
import { LABELS } from '../../src/enrich/entities/labels.ts';
import { readModel } from '../../src/enrich/entities/model.ts';

const TRAINING = { epochs: 8, averaged: 4, learningRate: 0.1, penalty: 1e-4, seed: 1 };

/** Made-up posts in which whoever laughs is a person and whatever is visited is a place. */
const MADE_UP = ['Ann', 'Bob', 'Cleo', 'Dan', 'Eve', 'Finn']
  .flatMap((person) =>
    ['Oslo', 'Rome', 'Lima', 'Bonn'].map((place) =>
      [
        `${person}\tB-person`,
        'laughs\tO',
        'and\tO',
        'visits\tO',
        `${place}\tB-location`,
        'again\tO',
        '',
      ].join('\n'),
    ),
  )
  .join('\n');

function trainOnMadeUp(): Buffer {
  const lessons = parseCorpus(MADE_UP).map((sentence) => ({ sentence, weight: 1, hasMisc: true }));
  const nothing = makeFacts([], 0);
  const { examples, hashes } = makeExamples(lessons, { words: nothing, phrases: nothing });
  const weights = trainCrf(examples, hashes.length, TRAINING);
  return writeModel({ hashes, weights, words: new Map(), phrases: new Map(), boldness: 0 });
}

describe('training of entities on made-up posts', () => {
  it('learns from words beside a name, and names it has not seen are found', () => {
    const find = makeEntityFinder(readModel(trainOnMadeUp()));
    expect(find('Gus laughs and visits Kiel again')).toEqual([
      { text: 'Gus', type: 'PER' },
      { text: 'Kiel', type: 'LOC' },
    ]);
  });

  it('gives the same bytes every time', () => {
    expect(trainOnMadeUp().equals(trainOnMadeUp())).toBe(true);
  });

  it('finds all in what it was trained on', () => {
    const sentences = parseCorpus(MADE_UP);
    const model = readModel(trainOnMadeUp());
    const figures = measureModel(model, { corpus: 'made up', sentences, hasMisc: true });
    expect(figures.typed.f1).toBe(100);
    expect(figures.inTexts.f1).toBe(100);
  });
});

describe('trainCrf', () => {
  it('keeps to what is allowed, and shares what is left open', () => {
    // One feature per line; the first line is surely outside, the second may be either of two labels.
    const example = (feature: number, allowed: number): Example => ({
      features: Int32Array.of(feature),
      offsets: Int32Array.of(0, 1),
      allowed: Int32Array.of(allowed),
      weight: 1,
    });
    const both = (1 << 1) | (1 << 3);
    const examples = Array.from({ length: 50 }, () => [example(0, 1), example(1, both)]).flat();
    const { features, first } = trainCrf(examples, 2, { ...TRAINING, averaged: 1 });
    const score = (feature: number, label: number): number =>
      (features[LABELS * feature + label] ?? 0) + (first[label] ?? 0);
    expect(score(0, 0)).toBeGreaterThan(score(0, 1) + 2);
    expect(score(1, 1)).toBeCloseTo(score(1, 3), 6);
    expect(score(1, 1)).toBeGreaterThan(score(1, 0) + 2);
  });
});

describe('parseCorpus', () => {
  it('puts together what a corpus took apart, and leaves mentions out', () => {
    const rows = [
      'RT\tO',
      '@\tB-PER',
      'ann\tB-PER',
      ':\tO',
      '#\tO',
      'Oslo\tB-LOC',
      "'\tO",
      's\tO',
      '',
      '\t',
      'ok\tO',
    ];
    const [first, second] = parseCorpus(rows.join('\n'));
    expect(first?.tokens.text).toBe("RT @ann : #Oslo 's");
    expect(first?.spans).toEqual([{ from: 5, to: 6, type: 'LOC' }]);
    expect(Array.from(first?.labels ?? [])).toEqual([0, 0, 0, 5, 0]);
    expect(second?.tokens.text).toBe('ok');
  });

  it('maps the types of both corpora', () => {
    const tags = [
      'person',
      'PER',
      'location',
      'LOC',
      'corporation',
      'group',
      'ORG',
      'product',
      'creative-work',
    ];
    const [post] = parseCorpus(tags.map((tag) => `x\tB-${tag}`).join('\n'));
    const types = post?.spans.map((span) => span.type);
    expect(types).toEqual(['PER', 'PER', 'LOC', 'LOC', 'ORG', 'ORG', 'ORG', 'MISC', 'MISC']);
  });
});

describe('scoreSpans', () => {
  it('asks for bounds and type, or for bounds alone', () => {
    const right = [
      { from: 0, to: 2, type: 'PER' as const },
      { from: 3, to: 4, type: 'LOC' as const },
    ];
    const found = [
      { from: 0, to: 2, type: 'ORG' as const },
      { from: 3, to: 4, type: 'LOC' as const },
      { from: 5, to: 6, type: 'LOC' as const },
    ];
    const scores = scoreSpans([{ found, right }]);
    expect(scores.typed.precision).toBeCloseTo(100 / 3);
    expect(scores.typed.recall).toBe(50);
    expect(scores.typed.f1).toBeCloseTo(40);
    expect(scores.untyped.f1).toBeCloseTo(80);
    expect(scores.byType.LOC.f1).toBeCloseTo(200 / 3);
    expect(scores.entities).toBe(2);
  });
});

describe('recase', () => {
  it('writes a post in another way and keeps its offsets', () => {
    const [post] = parseCorpus(['@Ann\tO', 'loves\tO', 'süße\tO', 'iPads\tB-product'].join('\n'));
    if (post === undefined) throw new Error('no post');
    const texts = (['title', 'lower', 'upper'] as const).map((way) => recase(post, way).tokens.text);
    expect(texts).toEqual(['@Ann Loves Süße IPads', '@Ann loves süße ipads', '@Ann LOVES SÜßE IPADS']);
  });
});

describe('clusterWords', () => {
  it('puts words together that stand in the same places', () => {
    const random = makeRandom(5);
    const pick = (words: readonly number[]): number => words[Math.floor(random() * words.length)] ?? 0;
    const texts = Array.from({ length: 4_000 }, () =>
      Int32Array.of(pick([11, 12]), pick([21, 22]), pick([11, 12]), pick([31, 32])),
    );
    const clusters = clusterWords(texts);
    expect(new Set(clusters.keys())).toEqual(new Set([11, 12, 21, 22, 31, 32]));
    for (const cluster of clusters.values()) expect(cluster).toBeGreaterThan(0);
  });
});

describe('arithmetic', () => {
  it('agrees with the functions of the language', () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 50, noNaN: true }), (x) => {
        expect(exponential(x) / Math.exp(x)).toBeCloseTo(1, 12);
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (x) => {
        expect(logarithm(x)).toBeCloseTo(Math.log(x), 11);
      }),
    );
  });
});

const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const hasData = existsSync(`${DATA}wnut17`);

describe.skipIf(!hasData)('the corpora (skipped without shared/data)', () => {
  it('hold as many entities as their tables of contents say', async () => {
    const { readCorpus } = await import('../../scripts/training/entities/corpus.ts');
    const dev = readCorpus(DATA, 'wnut17/emerging.dev.conll');
    expect(dev.length).toBe(1_009);
    expect(dev.reduce((sum, post) => sum + post.spans.length, 0)).toBe(835);
  });
});
