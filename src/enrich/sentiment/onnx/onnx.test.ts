import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { describeError } from '../../../event/errors.ts';
import { sentimentScorer } from '../scorer.ts';
import { SENTIMENT_MODEL } from '../sentiment.ts';
import { moodOfAnswers } from './answer.ts';
import { askThread } from './asking.ts';
import { findOnnxFiles, nameOfModel } from './files.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'crosscurrent-onnx-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const everything = (): boolean => true;

/** Makes the files of a model in a folder of its own, all but those left out. */
function makeModel(name: string, config: unknown, leaveOut: readonly string[] = []): string {
  const home = path.join(folder, name);
  mkdirSync(path.join(home, 'onnx'), { recursive: true });
  const files = {
    'tokenizer.json': '{}',
    'tokenizer_config.json': '{}',
    'config.json': JSON.stringify(config),
    'onnx/model.onnx': 'weights',
  };
  for (const [file, text] of Object.entries(files)) {
    if (!leaveOut.includes(file)) writeFileSync(path.join(home, file), text);
  }
  return path.join(home, 'onnx', 'model.onnx');
}

const LABELS = { id2label: { 0: 'NEG', 1: 'Neutral', 2: 'positive' } };

function failure(use: () => unknown): string {
  try {
    use();
  } catch (error) {
    return describeError(error);
  }
  return 'no failure';
}

describe('the files of an ONNX model', () => {
  it('lie beside it or in the folder above', () => {
    const model = makeModel('whole', LABELS);
    expect(findOnnxFiles(model, everything)).toMatchObject({
      model,
      tokenizer: path.join(folder, 'whole', 'tokenizer.json'),
      answers: ['negative', 'neutral', 'positive'],
    });
  });

  it('may name the answers in any order', () => {
    const model = makeModel('turned', { id2label: { 0: 'positive', 1: 'negative', 2: 'neutral' } });
    expect(findOnnxFiles(model, everything).answers).toEqual(['positive', 'negative', 'neutral']);
  });

  it.each([
    [
      'a package',
      () => findOnnxFiles(makeModel('a', LABELS), (name) => !name.startsWith('onnx')),
      'onnxruntime-node is not installed',
    ],
    [
      'a package',
      () => findOnnxFiles(makeModel('b', LABELS), () => false),
      'npm install --no-save onnxruntime-node @huggingface/tokenizers',
    ],
    [
      'the model',
      () => findOnnxFiles(path.join(folder, 'none.onnx'), everything),
      'Correct the path in the setting sentiment-model',
    ],
    [
      'the tokenizer',
      () => findOnnxFiles(makeModel('c', LABELS, ['tokenizer.json']), everything),
      'Put the file beside the model',
    ],
    ['names of the answers', () => findOnnxFiles(makeModel('d', {}), everything), 'under id2label'],
    [
      'other answers',
      () =>
        findOnnxFiles(makeModel('e', { id2label: { 0: '1 star', 1: '2 stars', 2: '3 stars' } }), everything),
      'under id2label',
    ],
  ])('%s missing: says what to do', (_, use, words) => {
    expect(failure(use)).toContain(words);
    expect(failure(use)).toContain('to use the model that comes with Crosscurrent');
  });

  it('name it by its folder and its contents', () => {
    expect(nameOfModel(makeModel('named', LABELS))).toMatch(/^named [0-9a-f]{12}$/);
  });
});

describe('moodOfAnswers', () => {
  const order = ['negative', 'neutral', 'positive'] as const;

  it.each([
    [[0.7, 0.2, 0.1], { polarity: -0.6, subjectivity: 0.8, sentiment: 'negative' }],
    [[0, 0, 0], { polarity: 0, subjectivity: 0.6667, sentiment: 'neutral' }],
    [[-20, -20, 20], { polarity: 1, subjectivity: 1, sentiment: 'positive' }],
  ])('%j', (values, mood) => expect(moodOfAnswers(values, order)).toEqual(mood));

  it('is nothing for anything but three numbers', () => {
    expect(moodOfAnswers([1, 2], order)).toBeUndefined();
    expect(moodOfAnswers([1, Number.NaN, 2], order)).toBeUndefined();
  });

  it('stays in its ranges', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.tuple(number, number, number), (values) => {
        const mood = moodOfAnswers(values, order);
        expect(Math.abs(mood?.polarity ?? 2)).toBeLessThanOrEqual(1);
        expect(mood?.subjectivity).toBeGreaterThanOrEqual(0);
        expect(mood?.subjectivity).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('askThread', () => {
  const thread = new URL('./echo-thread.fixture.ts', import.meta.url);

  it('waits for the answer to each question', () => {
    const ask = askThread(thread, 'said', { patience: 20_000 });
    for (const question of ['one', 'two', 'fail', 'three']) {
      const expected = question === 'fail' ? { error: 'told to fail' } : { answer: `said ${question}` };
      expect(ask(question)).toEqual(expected);
    }
  });

  it('does not wait for ever', () => {
    const ask = askThread(thread, '', { patience: 50 });
    expect(ask('silence')).toEqual({ error: 'no answer within 0.05 s' });
    expect(ask('one')).toEqual({ error: 'no answer within 0.05 s' });
  });
});

describe('sentimentScorer', () => {
  it('is the model that comes with Crosscurrent when nothing is set', () => {
    expect(sentimentScorer('').name).toBe(SENTIMENT_MODEL);
    expect(sentimentScorer(' ').score('I love it').sentiment).toBe('positive');
  });

  it('says at once when what is set is not there', () => {
    expect(failure(() => sentimentScorer(path.join(folder, 'none.onnx')))).toContain('sentiment-model');
  });
});
