import { readFileSync, writeFileSync } from 'node:fs';
import { makeDecoder } from '../../src/enrich/entities/decoder.ts';
import { makeEntityFinder } from '../../src/enrich/entities/entities.ts';
import type { Line } from '../../src/enrich/entities/features.ts';
import { makeFacts, packWord } from '../../src/enrich/entities/knowledge.ts';
import { type EntityModel, readModel } from '../../src/enrich/entities/model.ts';
import { HASHTAG } from '../../src/enrich/entities/tokens.ts';
import { makeTraits, readForms, readTraits } from '../../src/enrich/entities/traits.ts';
import { clusterWords } from './entities/clusters.ts';
import { readCorpus, type Sentence, type Span } from './entities/corpus.ts';
import { type Training, trainCrf } from './entities/crf.ts';
import { type Lesson, makeExamples, withRecased } from './entities/examples.ts';
import { makeHabitCounter } from './entities/habits.ts';
import { writeModel } from './entities/model-file.ts';
import { readNames } from './entities/names.ts';
import { type Score, type SpanScores, scoreSpans, spansOfLabels, tally, toScore } from './entities/scores.ts';
import { readUnlabelled } from './entities/unlabelled.ts';

const WNUT_TRAIN = 'wnut17/wnut17train.conll';
const WNUT_DEV = 'wnut17/emerging.dev.conll';
const BROAD_TRAIN = 'broad-twitter-corpus/btc.train';
const BROAD_DEV = 'broad-twitter-corpus/btc.dev';

const MODEL = new URL('../../src/enrich/entities/model.bin', import.meta.url);

// Chosen by cross-validation on the training parts, in which boldness 0 and 0.5 are equally good; of other texts than
// it knows, a model is less sure.
const TRAINING: Training = { epochs: 15, averaged: 8, learningRate: 0.1, penalty: 3e-5, seed: 7 };
const BOLDNESS = 0.5;

const LONGEST_LINE = 2_000;

/**
 * Trains the entity model on the training parts of the corpora in `dataDir` and writes it to the file `out`. The
 * same data give the same file, bit for bit.
 */
export function trainEntities(dataDir: string, out: string | URL = MODEL): void {
  const lessons: readonly Lesson[] = [
    ...readCorpus(dataDir, WNUT_TRAIN).map((sentence) => ({ sentence, weight: 1, hasMisc: true })),
    ...readCorpus(dataDir, BROAD_TRAIN).map((sentence) => ({ sentence, weight: 1, hasMisc: false })),
  ];
  writeFileSync(out, trainModel(lessons, dataDir));
}

/** A model's file from lessons, and from the posts without labels in `dataDir`. */
export function trainModel(lessons: readonly Lesson[], dataDir: string, boldness = BOLDNESS): Buffer {
  const sentences = lessons.map((lesson) => lesson.sentence);
  const words = learnWords(sentences, dataDir);
  const phrases = readNames();
  const knowledge = { words: makeFacts(words, words.size), phrases: makeFacts(phrases, phrases.size) };
  const { examples, hashes } = makeExamples(withRecased(lessons), knowledge);
  const weights = trainCrf(examples, hashes.length, TRAINING);
  return writeModel({ hashes, weights, words, phrases, boldness });
}

/** Clusters and habits of words, from the posts to learn from and from those without labels. */
function learnWords(sentences: readonly Sentence[], dataDir: string): ReadonlyMap<number, number> {
  const traits = makeTraits(LONGEST_LINE);
  const texts: Int32Array[] = [];
  const counter = makeHabitCounter();
  const learn = (tokens: Line['tokens']): void => {
    readForms(tokens, traits);
    texts.push(traits.word.slice(0, tokens.count));
    counter.add({ tokens, traits });
  };
  for (const tokens of readUnlabelled(dataDir)) learn(tokens);
  for (const { tokens } of sentences) learn(tokens);
  const clusters = clusterWords(texts);
  const habits = counter.habits();
  const words = new Set([...clusters.keys(), ...habits.keys()]);
  return new Map([...words].map((word) => [word, packWord(clusters.get(word) ?? 0, habits.get(word) ?? 0)]));
}

/** How well a model does on one corpus. */
export interface EntityFigures extends SpanScores {
  readonly corpus: string;
  readonly posts: number;
  /** Distinct names with their types in the texts of the posts, as findEntities gives them. */
  readonly inTexts: Score;
}

/** Figures of the model in the program on the development parts of both corpora in `dataDir`. */
export function measureEntities(dataDir: string): readonly EntityFigures[] {
  const model = readModel(readFileSync(MODEL));
  return [
    measureModel(model, { corpus: 'WNUT17 dev', sentences: readCorpus(dataDir, WNUT_DEV), hasMisc: true }),
    measureModel(model, {
      corpus: 'Broad Twitter Corpus dev',
      sentences: readCorpus(dataDir, BROAD_DEV),
      hasMisc: false,
    }),
  ];
}

export interface TestSet {
  readonly corpus: string;
  readonly sentences: readonly Sentence[];
  /** False where other named things (MISC) are not annotated: those found are not counted then. */
  readonly hasMisc: boolean;
}

export function measureModel(model: EntityModel, { corpus, sentences, hasMisc }: TestSet): EntityFigures {
  const traits = makeTraits(LONGEST_LINE);
  const labels = new Uint8Array(LONGEST_LINE);
  const decode = makeDecoder(model, LONGEST_LINE);
  const find = makeEntityFinder(model);
  const counts = ({ type }: { readonly type: string }): boolean => hasMisc || type !== 'MISC';
  const posts = sentences.map((sentence) => {
    readTraits(sentence.tokens, model.knowledge, traits);
    decode({ tokens: sentence.tokens, traits }, labels);
    return { found: spansOfLabels(sentence, labels).filter(counts), right: sentence.spans };
  });
  const texts = sentences.map((sentence) => {
    const found = find(sentence.tokens.text).filter(counts);
    return tally(found, namesOf(sentence), ({ text, type }) => `${type} ${text.toLowerCase()}`);
  });
  return { corpus, posts: sentences.length, ...scoreSpans(posts), inTexts: toScore(texts) };
}

/** The distinct names of a post, as they stand in its text. */
function namesOf(sentence: Sentence): readonly { text: string; type: string }[] {
  const names = new Map<string, { text: string; type: string }>();
  for (const span of sentence.spans) {
    const text = textOf(sentence, span);
    names.set(`${span.type} ${text.toLowerCase()}`, { text, type: span.type });
  }
  return [...names.values()];
}

function textOf({ tokens, origin }: Sentence, { from, to }: Span): string {
  const first = Math.max(
    0,
    origin.findLastIndex((start) => start <= from),
  );
  const last = origin.findIndex((end) => end >= to) - 1;
  const start = (tokens.start[first] ?? 0) + (tokens.kind[first] === HASHTAG ? 1 : 0);
  return tokens.text.slice(start, tokens.end[last]);
}
