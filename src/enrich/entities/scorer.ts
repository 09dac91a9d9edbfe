import { addFeatures, type Row } from './feature-table.ts';
import {
  type Features,
  type Line,
  makeFeatures,
  putAsNext,
  putAsPrevious,
  putContext,
  putOwn,
} from './features.ts';
import { LABELS } from './labels.ts';
import type { EntityModel } from './model.ts';
import { canBeNamed, MARK } from './tokens.ts';
import type { Traits } from './traits.ts';

/**
 * Writes the score of each label for each token of a line: `LABELS` entries of `scores` per token. Those of tokens that
 * cannot be named mean nothing.
 */
export type Scorer = (line: Line, scores: Int32Array) => void;

/** Number of words whose scores are remembered, a power of two; words of one place take turns. */
const PLACES = 4_096;

/** Scores of words, and which word has each place. */
interface Memory {
  readonly words: Int32Array;
  /** How the word is written, since `may` and `May` are one word. */
  readonly forms: Int32Array;
  /** `LABELS` scores per place: of the word itself, of the token after it, of the token before it. */
  readonly own: Int32Array;
  readonly after: Int32Array;
  readonly before: Int32Array;
}

/**
 * The scorer of a model. Half of a token's features depend on one word alone, and most words of a post are common
 * ones: their sums are remembered.
 */
export function makeScorer(model: EntityModel): Scorer {
  const features = makeFeatures();
  const memory = makeMemory();
  return (line, scores) => {
    const { traits } = line;
    const { count } = traits;
    scores.fill(0, 0, LABELS * count);
    for (let token = 0; token < count; token += 1) {
      const from = LABELS * placeOf(traits, token);
      if (!isRemembered(memory, traits, token)) remember(model, memory, { traits, token, features });
      const to = LABELS * token;
      addRow(memory.own, from, { scores, to });
      if (token > 0) addRow(memory.before, from, { scores, to: to - LABELS });
      if (token + 1 < count) addRow(memory.after, from, { scores, to: to + LABELS });
    }
    features.count = 0;
    putAsPrevious(traits, -1, features);
    sum(model, features, { scores, to: 0 });
    features.count = 0;
    putAsNext(traits, count, features);
    sum(model, features, { scores, to: LABELS * (count - 1) });
    for (let token = 0; token < count; token += 1) {
      if (!canBeNamed(line.tokens.kind[token] ?? MARK)) continue;
      features.count = 0;
      putContext(line, token, features);
      sum(model, features, { scores, to: LABELS * token });
    }
  };
}

function makeMemory(): Memory {
  const scores = (): Int32Array => new Int32Array(LABELS * PLACES);
  return {
    words: new Int32Array(PLACES),
    forms: new Int32Array(PLACES),
    own: scores(),
    after: scores(),
    before: scores(),
  };
}

function placeOf({ word }: Traits, token: number): number {
  return (word[token] ?? 0) & (PLACES - 1);
}

/** Shape and casing together; the shape of `A` is that of `AB`, but not their casing. */
function formOf({ shape, casing }: Traits, token: number): number {
  return ((shape[token] ?? 0) << 3) ^ ((shape[token] ?? 0) >>> 29) ^ (casing[token] ?? 0);
}

/** Words have no hash 0, so an empty place is never taken for one. */
function isRemembered({ words, forms }: Memory, traits: Traits, token: number): boolean {
  const place = placeOf(traits, token);
  return words[place] === traits.word[token] && forms[place] === formOf(traits, token);
}

interface Word {
  readonly traits: Traits;
  readonly token: number;
  readonly features: Features;
}

function remember(model: EntityModel, memory: Memory, { traits, token, features }: Word): void {
  const place = placeOf(traits, token);
  const to = LABELS * place;
  memory.words[place] = traits.word[token] ?? 0;
  memory.forms[place] = formOf(traits, token);
  for (const scores of [memory.own, memory.after, memory.before]) scores.fill(0, to, to + LABELS);
  features.count = 0;
  putOwn(traits, token, features);
  sum(model, features, { scores: memory.own, to });
  features.count = 0;
  putAsPrevious(traits, token, features);
  sum(model, features, { scores: memory.after, to });
  features.count = 0;
  putAsNext(traits, token, features);
  sum(model, features, { scores: memory.before, to });
}

function sum({ features: table }: EntityModel, { hashes, count }: Features, row: Row): void {
  addFeatures(table, hashes, count, row);
}

function addRow(values: Int32Array, from: number, { scores, to }: Row): void {
  for (let label = 0; label < LABELS; label += 1) {
    scores[to + label] = (scores[to + label] ?? 0) + (values[from + label] ?? 0);
  }
}
