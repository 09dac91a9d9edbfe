import { CLASS_OF, DIGIT, FOLD_OF, LETTER, LOWER, UPPER } from './characters.ts';
import { EMPTY_HASH, finish, stir } from './hashing.ts';
import { type Knowledge, MOST_PHRASE_TOKENS } from './knowledge.ts';
import { HASHTAG, MENTION, LINK, type Tokens, WORD } from './tokens.ts';

export const MOST_FEATURES = 96;

/** How a token is written. */
const CASE_NONE = 0, CASE_LOWER = 1, CASE_CAPITAL = 2, CASE_UPPER = 3, CASE_MIXED = 4, CASE_LETTER = 5;

export interface Columns {
  count: number;
  readonly word: Int32Array;
  readonly prefix: Int32Array; // 4 per token
  readonly suffix: Int32Array; // 4 per token
  readonly shape: Int32Array;
  readonly casing: Uint8Array;
  readonly cluster: Int32Array;
  readonly habit: Uint8Array;
  readonly found: Int32Array;
  style: number;
}

export function makeColumns(capacity: number): Columns {
  return {
    count: 0,
    word: new Int32Array(capacity), prefix: new Int32Array(4 * capacity), suffix: new Int32Array(4 * capacity),
    shape: new Int32Array(capacity), casing: new Uint8Array(capacity), cluster: new Int32Array(capacity),
    habit: new Uint8Array(capacity), found: new Int32Array(capacity), style: 0,
  };
}

export function fillColumns(tokens: Tokens, knowledge: Knowledge, columns: Columns): void {
  columns.count = tokens.count;
  for (let index = 0; index < tokens.count; index += 1) fillToken(tokens, columns, index);
  for (let index = 0; index < tokens.count; index += 1) {
    const known = knowledge.words.get(columns.word[index] ?? 0);
    columns.cluster[index] = known >>> 8;
    columns.habit[index] = known & 0xff;
    columns.found[index] = 0;
  }
  columns.style = styleOf(tokens, columns);
  findPhrases(tokens, columns, knowledge);
}

function fillToken(tokens: Tokens, columns: Columns, index: number): void {
  const { text } = tokens;
  const kind = tokens.kind[index] ?? WORD;
  const end = tokens.end[index] ?? 0;
  let start = tokens.start[index] ?? 0;
  if (kind === HASHTAG) start += 1;
  if (kind === MENTION || kind === LINK) {
    // Which name or address does not matter.
    const stand = finish(stir(EMPTY_HASH, kind + 77));
    columns.word[index] = stand;
    columns.shape[index] = kind + 77;
    columns.casing[index] = CASE_NONE;
    for (let n = 0; n < 4; n += 1) { columns.prefix[4 * index + n] = 0; columns.suffix[4 * index + n] = 0; }
    return;
  }
  let hash = EMPTY_HASH;
  let shape = stir(EMPTY_HASH, kind);
  let last = -1, run = 0, lastShape = -1;
  let upper = 0, lower = 0, letters = 0, firstClass = CLASS_OF[text.charCodeAt(start)] ?? 0;
  let units = 0;
  for (let n = 0; n < 4; n += 1) { columns.prefix[4 * index + n] = 0; columns.suffix[4 * index + n] = 0; }
  for (let at = start; at < end; at += 1) {
    const unit = text.charCodeAt(at);
    const c = CLASS_OF[unit] ?? 0;
    const f = FOLD_OF[unit] ?? unit;
    if (c === UPPER) upper += 1; else if (c === LOWER) lower += 1; else if (c === LETTER) letters += 1;
    const s = c <= DIGIT ? c : f;
    if (s !== lastShape) { shape = stir(shape, s); lastShape = s; }
    run = f === last ? run + 1 : 1;
    last = f;
    if (run > 2) continue;
    hash = stir(hash, f);
    units += 1;
    if (units <= 4) columns.prefix[4 * index + units - 1] = hash;
  }
  let back = EMPTY_HASH + 1, count = 0; last = -1; run = 0;
  for (let at = end - 1; at >= start && count < 4; at -= 1) {
    const f = FOLD_OF[text.charCodeAt(at)] ?? 0;
    run = f === last ? run + 1 : 1;
    last = f;
    if (run > 2) continue;
    back = stir(back, f);
    columns.suffix[4 * index + count] = back;
    count += 1;
  }
  columns.word[index] = finish(stir(hash, units));
  columns.shape[index] = shape;
  columns.casing[index] = upper + lower === 0 ? (letters > 0 ? CASE_LETTER : CASE_NONE)
    : upper === 0 ? CASE_LOWER
    : lower === 0 && upper > 1 ? CASE_UPPER
    : firstClass === UPPER && upper === 1 ? CASE_CAPITAL : CASE_MIXED;
}

function styleOf(tokens: Tokens, columns: Columns): number {
  let low = 0, capital = 0, upper = 0, total = 0;
  for (let i = 0; i < columns.count; i += 1) {
    if (tokens.kind[i] !== WORD) continue;
    if ((tokens.end[i] ?? 0) - (tokens.start[i] ?? 0) < 4) continue;
    total += 1;
    const c = columns.casing[i];
    if (c === CASE_LOWER) low += 1; else if (c === CASE_CAPITAL || c === CASE_MIXED) capital += 1; else if (c === CASE_UPPER) upper += 1;
  }
  if (total === 0) return 0;
  if (low === total) return 1;
  if (upper * 3 >= total * 2) return 2;
  if (total >= 4 && (capital + upper) * 3 >= total * 2) return 3;
  return 4;
}

/** Marks of phrases found: for each class, 2 bits: 1 begin, 2 inside, 3 whole. */
function findPhrases(tokens: Tokens, columns: Columns, knowledge: Knowledge): void {
  const { count } = columns;
  for (let from = 0; from < count; from += 1) {
    if ((tokens.kind[from] ?? 0) > HASHTAG) continue;
    let hash = EMPTY_HASH;
    for (let to = from; to < count && to < from + MOST_PHRASE_TOKENS; to += 1) {
      hash = stir(hash, columns.word[to] ?? 0);
      const found = knowledge.phrases.get(hash);
      if (found === 0) break;
      const classes = found >>> 1;
      if (classes !== 0) mark(columns, from, to, classes);
    }
  }
}

function mark(columns: Columns, from: number, to: number, classes: number): void {
  for (let at = from; at <= to; at += 1) {
    // Longest wins: a whole word is overwritten by the longer phrase.
    let marks = columns.found[at] ?? 0;
    const position = from === to ? 3 : at === from ? 1 : 2;
    for (let k = 0; k < 16; k += 1) {
      if ((classes & (1 << k)) === 0) continue;
      const old = (marks >>> (2 * k)) & 3;
      if (old === 2 && position !== 2) continue;
      marks = (marks & ~(3 << (2 * k))) | (position << (2 * k));
    }
    columns.found[at] = marks;
  }
}

const BEFORE = 0x5eed;
const at = (column: Int32Array | Uint8Array, i: number, count: number): number =>
  i < 0 ? BEFORE : i >= count ? BEFORE + 1 : (column[i] ?? 0);

const f1 = (t: number, a: number): number => finish(stir(stir(EMPTY_HASH, t), a));
const f2 = (t: number, a: number, b: number): number => finish(stir(stir(stir(EMPTY_HASH, t), a), b));
const f3 = (t: number, a: number, b: number, c: number): number => finish(stir(stir(stir(stir(EMPTY_HASH, t), a), b), c));

export const flags = { off: new Set<string>() };
const on = (name: string): boolean => !flags.off.has(name);

/** Writes features of a token; returns [lexical count, count]. */
export function features(tokens: Tokens, c: Columns, i: number, out: Int32Array): [number, number] {
  const n = c.count;
  let k = 0;
  const kind = tokens.kind[i] ?? 0;
  const w0 = at(c.word, i, n), w1 = at(c.word, i + 1, n), w2 = at(c.word, i + 2, n), v1 = at(c.word, i - 1, n), v2 = at(c.word, i - 2, n);
  const s0 = at(c.shape, i, n), s1 = at(c.shape, i + 1, n), r1 = at(c.shape, i - 1, n);
  const k0 = at(c.casing, i, n), k1 = at(c.casing, i + 1, n), j1 = at(c.casing, i - 1, n);
  const first = i === 0 || (i === 1 && tokens.kind[0] === MENTION) ? 1 : 0;
  // lexical
  out[k++] = f1(1, w0);
  out[k++] = f2(2, w0, k0);
  if (on('bigram')) { out[k++] = f2(3, v1, w0); out[k++] = f2(4, w0, w1); }
  const lexical = k;
  for (let m = 0; m < 4; m += 1) {
    if (on('prefix')) { const p = c.prefix[4 * i + m] ?? 0; if (p !== 0) out[k++] = f2(5, m, p); }
    if (on('suffix')) { const p = c.suffix[4 * i + m] ?? 0; if (p !== 0) out[k++] = f2(6, m, p); }
  }
  out[k++] = 12345;
  out[k++] = f1(7, v1); out[k++] = f1(8, w1);
  if (on('far')) { out[k++] = f1(9, v2); out[k++] = f1(10, w2); }
  if (on('ctxbi')) { out[k++] = f2(11, v2, v1); out[k++] = f2(12, w1, w2); out[k++] = f2(13, v1, w1); }
  if (on('ctxcase')) { out[k++] = f2(45, v1, k0); out[k++] = f2(46, w1, k0); }
  out[k++] = f1(14, s0);
  if (on('shape2')) { out[k++] = f2(15, r1, s0); out[k++] = f2(16, s0, s1); }
  if (on('shape3')) out[k++] = f3(17, r1, s0, s1);
  out[k++] = f3(18, k0, first, c.style);
  out[k++] = f3(19, k0, j1, k1);
  out[k++] = f2(20, kind, c.style);
  out[k++] = f2(21, k0, c.style);
  if (on('suf3n')) {
    if (i > 0) out[k++] = f1(22, c.suffix[4 * (i - 1) + 2] ?? 0);
    if (i + 1 < n) out[k++] = f1(23, c.suffix[4 * (i + 1) + 2] ?? 0);
  }
  if (on('cluster')) {
    const c0 = at(c.cluster, i, n), c1 = at(c.cluster, i + 1, n), d1 = at(c.cluster, i - 1, n), c2 = at(c.cluster, i + 2, n), d2 = at(c.cluster, i - 2, n);
    out[k++] = f1(24, c0); out[k++] = f1(25, c1); out[k++] = f1(26, d1); out[k++] = f1(27, c2); out[k++] = f1(28, d2);
    out[k++] = f2(29, d1, c0); out[k++] = f2(30, c0, c1); out[k++] = f2(31, d1, c1);
    out[k++] = f2(32, d2, d1); out[k++] = f2(33, c1, c2);
    out[k++] = f2(34, c0, k0); out[k++] = f3(44, d1, k0, c1);
  }
  if (on('habit')) {
    const h0 = at(c.habit, i, n), h1 = at(c.habit, i + 1, n), g1 = at(c.habit, i - 1, n);
    out[k++] = f1(35, h0); out[k++] = f3(36, h0, k0, first); out[k++] = f3(37, g1, h0, h1); out[k++] = f3(38, h0, k0, c.style);
  }
  if (on('gaz')) {
    const found = c.found[i] ?? 0;
    if (found === 0) out[k++] = f1(39, k0);
    else {
      for (let m = 0; m < 16; m += 1) {
        const p = (found >>> (2 * m)) & 3;
        if (p === 0) continue;
        out[k++] = f2(40, m, p);
        out[k++] = f3(41, m, p, k0);
        out[k++] = f3(42, m, p, c.style);
      }
      out[k++] = f2(43, found, k0);
    }
    const fb = at(c.found, i - 1, n), fa = at(c.found, i + 1, n);
    out[k++] = f1(47, fb); out[k++] = f1(48, fa);
  }
  return [lexical, k];
}
