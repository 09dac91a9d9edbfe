import { stopWords } from './stop-words.ts';

/** More different words than this are not taken from one text, nor are words beyond its first part. */
export const MAX_WORDS = 256;
const READ_UNITS = 20_000;

const LONGEST_WORD = 48;

/** What is no word of the text itself comes first, so that no part of it is taken for one. */
const TOKEN =
  /(?:https?:\/\/|www\.)\S+|[@＠#＃$]\p{L}[\p{L}\p{M}\p{N}_.]*|&(?:amp|lt|gt|quot|#\d+);|(\p{L}[\p{L}\p{M}\p{N}]*(?:['’]\p{L}[\p{L}\p{M}]*)*)/giu;

const SPACELESS =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;
const KANA = /[\p{scx=Hiragana}\p{scx=Katakana}]/u;
const HAN_OR_LONGER = /\p{Script=Han}|..|^[^\p{Script=Hiragana}\p{Script=Katakana}]$/su;

const segmenters = new Map<string, Intl.Segmenter>();

/**
 * The words of a text that carry its subject, in order, each once: in lower case, at least two letters long, without stop
 * words of its language, numbers, links, names and hashtags (which are counted apart). Texts of scripts that set no
 * spaces are cut into words by Unicode's dictionaries (ICU).
 */
export function contentWords(text: string, language: string | null): string[] {
  const words = new Set<string>();
  const stop = stopWords(language);
  const read = text.length > READ_UNITS ? text.slice(0, READ_UNITS) : text;
  for (const [, run] of read.matchAll(TOKEN)) {
    if (run === undefined) continue;
    if (SPACELESS.test(run)) addSegments(words, { run, language, stop });
    else addWord(words, run, stop);
    if (words.size >= MAX_WORDS) break;
  }
  return [...words].slice(0, MAX_WORDS);
}

function lower(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

function addWord(words: Set<string>, run: string, stop: ReadonlySet<string>): void {
  if (run.length < 2 || run.length > LONGEST_WORD) return;
  const word = lower(run).replaceAll('’', "'");
  if (stop.has(word)) return;
  const owner = word.endsWith("'s") ? word.slice(0, -2) : word;
  if (owner.length >= 2 && !stop.has(owner)) words.add(owner);
}

function addSegments(
  words: Set<string>,
  { run, language, stop }: { run: string; language: string | null; stop: ReadonlySet<string> },
): void {
  for (const { segment, isWordLike } of segmenterFor(run, language).segment(run)) {
    const word = lower(segment);
    if (isWordLike === true && word.length <= LONGEST_WORD && HAN_OR_LONGER.test(word) && !stop.has(word)) {
      words.add(word);
    }
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
