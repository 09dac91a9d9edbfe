import { stopWords } from './stop-words.ts';

/** More different words than this are not taken from one text, nor are words beyond its first part. */
export const MAX_WORDS = 256;
const READ_UNITS = 20_000;

const LONGEST_WORD = 48;

/** What is no word of the text itself comes first, so that no part of it is taken for one. */
const TOKEN =
  /(?:https?:\/\/|www\.)\S+|[@＠#＃$]\p{L}[\p{L}\p{M}\p{N}_.]*|&(?:amp|lt|gt|quot|#\d+);|(\p{L}[\p{L}\p{M}\p{N}]*(?:['’]\p{L}[\p{L}\p{M}]*)*)/gu;

const SPACELESS =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;
const KANA = /[\p{scx=Hiragana}\p{scx=Katakana}]/u;
const HAN_OR_LONGER = /\p{Script=Han}|..|^[^\p{Script=Hiragana}\p{Script=Katakana}]$/su;

const ASCII = /^[\0-\x7f]*$/;

const segmenters = new Map<string, Intl.Segmenter>();

/**
 * The words of a text that carry its subject, in order, each once: in lower case, at least two letters long, without stop
 * words of its language, numbers, links, names and hashtags (which are counted apart). Texts of scripts that set no
 * spaces are cut into words by Unicode's dictionaries (ICU).
 */
export function contentWords(text: string, language: string | null): string[] {
  const words = new Set<string>();
  const stop = stopWords(language);
  const read = lower(text.length > READ_UNITS ? text.slice(0, READ_UNITS) : text);
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(read); match !== null; match = TOKEN.exec(read)) {
    const run = match[1];
    if (run === undefined) continue;
    if (mayBeSpaceless(run) && SPACELESS.test(run)) addSegments(words, { run, language, stop });
    else addWord(words, run, stop);
    if (words.size >= MAX_WORDS) break;
  }
  return [...words].slice(0, MAX_WORDS);
}

function lower(text: string): string {
  return (ASCII.test(text) ? text : text.normalize('NFC')).toLowerCase();
}

/** Such scripts begin behind Sinhala; a run that has them inside has them at one of its ends, nearly always. */
function mayBeSpaceless(run: string): boolean {
  return run.charCodeAt(0) >= THAI || run.charCodeAt(run.length - 1) >= THAI;
}

const THAI = 0xe00;

function addWord(words: Set<string>, run: string, stop: ReadonlySet<string>): void {
  if (run.length < 2 || run.length > LONGEST_WORD) return;
  const word = run.includes('’') ? run.replaceAll('’', "'") : run;
  if (stop.has(word)) return;
  if (!word.endsWith("'s")) words.add(word);
  else if (word.length > 3 && !stop.has(word.slice(0, -2))) words.add(word.slice(0, -2));
}

function addSegments(
  words: Set<string>,
  { run, language, stop }: { run: string; language: string | null; stop: ReadonlySet<string> },
): void {
  for (const { segment, isWordLike } of segmenterFor(run, language).segment(run)) {
    if (isWordLike !== true || segment.length > LONGEST_WORD || stop.has(segment)) continue;
    if (HAN_OR_LONGER.test(segment)) words.add(segment);
  }
}

function segmenterFor(run: string, language: string | null): Intl.Segmenter {
  const key = KANA.test(run) ? 'ja' : (language ?? 'und');
  const known = segmenters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.Segmenter(key, { granularity: 'word' });
  if (segmenters.size < 100) segmenters.set(key, made);
  return made;
}
