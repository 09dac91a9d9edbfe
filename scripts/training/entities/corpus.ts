import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { classOf, DIGIT, isWordUnit, PICTURE } from '../../../src/enrich/entities/characters.ts';
import { type EntityType, OUTSIDE, TYPES } from '../../../src/enrich/entities/labels.ts';
import {
  EMOJI,
  HASHTAG,
  LINK,
  MARK,
  MENTION,
  makeTokens,
  NUMBER,
  type Tokens,
  WORD,
} from '../../../src/enrich/entities/tokens.ts';

/** A post of a corpus: our tokens, the corpus's tokens that each is made of, and the labels. */
export interface Sentence {
  readonly tokens: Tokens;
  /** A label per token of ours (see labels.ts). */
  readonly labels: Uint8Array;
  /** First token of the corpus in each token of ours; one more entry than tokens. */
  readonly origin: Int32Array;
  readonly spans: readonly Span[];
}

/** An entity as the corpus has it: tokens of the corpus, `to` exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly type: EntityType;
}

const TYPE_OF: Readonly<Record<string, EntityType>> = {
  person: 'PER',
  PER: 'PER',
  location: 'LOC',
  LOC: 'LOC',
  corporation: 'ORG',
  group: 'ORG',
  ORG: 'ORG',
  product: 'MISC',
  'creative-work': 'MISC',
};

interface Row {
  readonly word: string;
  readonly tag: string;
}

/** Reads a corpus of the data folder (see `parseCorpus`). */
export function readCorpus(dataDir: string, path: string): readonly Sentence[] {
  return parseCorpus(readFileSync(join(dataDir, path), 'utf8'));
}

/** Posts of a corpus: one token and its tag per line, a tab between them; lines without a token between posts. */
export function parseCorpus(text: string): readonly Sentence[] {
  const sentences: Sentence[] = [];
  let rows: Row[] = [];
  const close = (): void => {
    if (rows.length > 0) sentences.push(makeSentence(rows));
    rows = [];
  };
  for (const line of text.split('\n')) {
    const [word = '', tag = 'O'] = line.replace(/\r$/, '').split('\t');
    if (word.trim() !== '') rows.push({ word, tag: tag.trim() });
    else if (line.trim() === '') close();
  }
  close();
  return sentences;
}

function makeSentence(rows: readonly Row[]): Sentence {
  const tags = withoutMentions(rows);
  const starts = starting(rows);
  const tokens = makeTokens(starts.length);
  const labels = new Uint8Array(starts.length);
  const origin = Int32Array.from([...starts, rows.length]);
  const words = starts.map((start, index) =>
    rows
      .slice(start, starts[index + 1] ?? rows.length)
      .map((row) => row.word)
      .join(''),
  );
  let at = 0;
  for (const [index, word] of words.entries()) {
    tokens.start[index] = at;
    tokens.end[index] = at + word.length;
    tokens.kind[index] = kindOf(word);
    at += word.length + 1;
  }
  tokens.text = words.join(' ');
  tokens.count = words.length;
  const spans = spansOf(tags);
  for (const span of spans) label(labels, origin, span);
  return { tokens, labels, origin, spans };
}

/**
 * `@name` is no entity for us: posts have a column of mentions, which is exact, and half of a corpus annotates
 * mentions as persons while the other does not. The Broad Twitter Corpus often has `@` and the name apart.
 */
function withoutMentions(rows: readonly Row[]): readonly string[] {
  return rows.map(({ word, tag }, index) => {
    const isMention = /^@./.test(word) || word === '@' || rows[index - 1]?.word === '@';
    return isMention ? 'O' : tag;
  });
}

/** Where tokens of ours start: `@ name`, `# tag`, `' s` and `n ' t` of the corpora are one token each. */
function starting(rows: readonly Row[]): number[] {
  const starts: number[] = [];
  for (let index = 0; index < rows.length; ) {
    starts.push(index);
    index += joined(rows, index);
  }
  return starts;
}

function joined(rows: readonly Row[], index: number): number {
  const word = rows[index]?.word ?? '';
  const next = rows[index + 1]?.word ?? '';
  if ((word === '@' || word === '#') && isWordUnit(next.charCodeAt(0))) return 2;
  if (isApostrophe(word) && /^(s|t|m|d|re|ve|ll)$/i.test(next)) return 2;
  if (/^n$/i.test(word) && isApostrophe(next) && /^t$/i.test(rows[index + 2]?.word ?? '')) return 3;
  return 1;
}

function isApostrophe(word: string): boolean {
  return word === "'" || word === '’' || word === '´' || word === '`';
}

function kindOf(word: string): number {
  if (/^@./.test(word)) return MENTION;
  if (/^#[\p{L}\p{N}_]/u.test(word)) return HASHTAG;
  if (/^(https?:|www\.)/i.test(word)) return LINK;
  const first = word.charCodeAt(0);
  if (classOf(first) === DIGIT) return NUMBER;
  if (isWordUnit(first) || /^'\p{L}/u.test(word)) return WORD;
  return classOf(first) === PICTURE || /^([:;=]-?[)(DPpO/|*\][]|<3)$/.test(word) ? EMOJI : MARK;
}

/** Spans of BIO tags; an `I-` without a beginning, or of another type, begins a span. */
function spansOf(tags: readonly string[]): readonly Span[] {
  const spans: Span[] = [];
  let from = -1;
  let type: EntityType | undefined;
  const close = (to: number): void => {
    if (type !== undefined) spans.push({ from, to, type });
    type = undefined;
  };
  for (const [index, tag] of tags.entries()) {
    const here = TYPE_OF[tag.slice(2)];
    if (here !== undefined && here === type && tag.startsWith('I')) continue;
    close(index);
    from = index;
    type = here;
  }
  close(tags.length);
  return spans;
}

function label(labels: Uint8Array, origin: Int32Array, span: Span): void {
  const begin = 1 + 2 * TYPES.indexOf(span.type);
  let isFirst = true;
  for (let token = 0; token < labels.length; token += 1) {
    const overlaps = (origin[token] ?? 0) < span.to && (origin[token + 1] ?? 0) > span.from;
    if (!overlaps || labels[token] !== OUTSIDE) continue;
    labels[token] = isFirst ? begin : begin + 1;
    isFirst = false;
  }
}
