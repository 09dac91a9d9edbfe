import { readFileSync } from 'node:fs';
import { classOf, DIGIT, LETTER, LOWER } from './characters.ts';
import { type Decoder, makeDecoder } from './decoder.ts';
import type { Line } from './features.ts';
import type { Knowledge } from './knowledge.ts';
import { type EntityType, isInside, OUTSIDE, TYPES } from './labels.ts';
import { type EntityModel, readModel } from './model.ts';
import { HASHTAG, MARK, makeTokens, readTokens } from './tokens.ts';
import { makeTraits, readTraits } from './traits.ts';

/** A named thing in a text: a piece of the text as it is written there, and what it is. */
export interface Entity {
  readonly text: string;
  readonly type: EntityType;
}

/** Finds the entities of a text. */
export type EntityFinder = (text: string) => readonly Entity[];

/** Name and version of the model, as stored beside what it found. */
export const ENTITY_MODEL = 'crosscurrent-entities-1';

// Bounds: a line is cut after so many tokens, a text is read no further than so many tokens or UTF-16 code units.
const LINE_TOKENS = 256;
const TEXT_TOKENS = 4_096;
const TEXT_UNITS = 65_536;
/** Longer than any name; what is found longer is a mistake. */
const LONGEST_ENTITY = 100;

let finder: EntityFinder | undefined;

/**
 * People, organisations, places and other named things of an English text, in the order in which they appear, each
 * once: spellings that differ only in case are one, and the first is kept. A `#tag` may be one (without its `#`);
 * `@names`, links and emoji never are. Reads at most the first 4,096 tokens or 65,536 UTF-16 code units.
 */
export function findEntities(text: string): readonly Entity[] {
  finder ??= makeEntityFinder(readModel(readFileSync(new URL('model.bin', import.meta.url))));
  return finder(text);
}

/** The finder of a model; for `findEntities` it is the model beside this file. */
export function makeEntityFinder(model: EntityModel): EntityFinder {
  const line: Line = { tokens: makeTokens(LINE_TOKENS), traits: makeTraits(LINE_TOKENS) };
  const labels = new Uint8Array(LINE_TOKENS);
  const decode = makeDecoder(model, LINE_TOKENS);
  return (text) => {
    const found = new Map<string, Entity>();
    const beginning = text.length > TEXT_UNITS ? text.slice(0, TEXT_UNITS) : text;
    let tokens = 0;
    for (let at = 0; at < beginning.length && tokens < TEXT_TOKENS; tokens += line.tokens.count) {
      at = readLine({ text: beginning, at, line, knowledge: model.knowledge });
      collect(line, labelled(decode, line, labels), found);
    }
    return [...found.values()];
  };
}

interface Reading {
  readonly text: string;
  readonly at: number;
  readonly line: Line;
  readonly knowledge: Knowledge;
}

function readLine({ text, at, line, knowledge }: Reading): number {
  const next = readTokens(text, at, line.tokens);
  readTraits(line.tokens, knowledge, line.traits);
  return next;
}

function labelled(decode: Decoder, line: Line, labels: Uint8Array): Uint8Array {
  decode(line, labels);
  return labels;
}

function collect(line: Line, labels: Uint8Array, found: Map<string, Entity>): void {
  const { count } = line.tokens;
  for (let from = 0; from < count; from += 1) {
    const label = labels[from] ?? OUTSIDE;
    const type = TYPES[(label - 1) >> 1];
    if (label === OUTSIDE || isInside(label) || type === undefined) continue;
    let to = from;
    while (to + 1 < count && labels[to + 1] === label + 1) to += 1;
    const text = surface(line, from, to);
    const key = text.toLowerCase();
    if (text !== '' && !found.has(key)) found.set(key, { text, type });
  }
}

/** The text of tokens without marks and `'s` at its ends; empty when it cannot be a name. */
function surface({ tokens }: Line, from: number, to: number): string {
  let first = from;
  let last = to;
  while (first <= last && tokens.kind[first] === MARK) first += 1;
  while (last >= first && (tokens.kind[last] === MARK || isSuffix(tokens.text, tokens.start[last])))
    last -= 1;
  if (first > last) return '';
  const start = (tokens.start[first] ?? 0) + (tokens.kind[first] === HASHTAG ? 1 : 0);
  const text = tokens.text.slice(start, tokens.end[last]);
  return text.length <= LONGEST_ENTITY && hasLetters(text) ? text : '';
}

function isSuffix(text: string, start = 0): boolean {
  const mark = text.charAt(start);
  return mark === "'" || mark === '’';
}

/** A name has two letters or digits and at least one letter. */
function hasLetters(text: string): boolean {
  let letters = 0;
  let digits = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unitClass = classOf(text.charCodeAt(at));
    if (unitClass >= LOWER && unitClass <= LETTER) letters += 1;
    else if (unitClass === DIGIT) digits += 1;
  }
  return letters > 0 && letters + digits > 1;
}
