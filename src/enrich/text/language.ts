import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

type Detector = typeof import('eld/small')['default'];

/** Fewer letters say too little. A letter of a script with more letters than an alphabet counts as three. */
const LEAST_LETTERS = 12;
/** With fewer letters than this only an answer of which the detector is sure is taken. */
const FEW_LETTERS = 20;
/** More than this makes the answer no better, only slower. */
const ENOUGH_UNITS = 80;

/** What is not written in the language of a text: links, names and hashtags. */
const FOREIGN = /(?:https?:\/\/|www\.|[@＠#＃])\S+/giu;
const LETTERS = /\p{L}/gu;
const DENSE = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}]/gu;
const LATIN = /[a-z]/i;

/**
 * Malay and Indonesian share most of their words, and n-grams take nearly every Indonesian post for Malay. Indonesian has
 * many times the speakers and posts, so that is the answer for both; a source that names Malay is believed.
 */
const TOLD_APART_BY_SOURCES: Readonly<Record<string, string>> = { ms: 'id' };

/**
 * The language of a text as an ISO 639-1 code, by the n-grams of `eld` (60 languages); null when the text has too few
 * letters outside links, names and hashtags, or when it is short and the detector is not sure.
 */
export function detectLanguage(text: string): string | null {
  const head = text.length > ENOUGH_UNITS * 4 ? text.slice(0, ENOUGH_UNITS * 4) : text;
  const said = head.replace(FOREIGN, ' ').trim().slice(0, ENOUGH_UNITS);
  const letters = count(said, LETTERS);
  if (letters + 2 * count(said, DENSE) < LEAST_LETTERS) return null;
  const found = detector().detect(said.toWellFormed());
  if (found.language === '') return null;
  if (letters < FEW_LETTERS && LATIN.test(said) && !found.isReliable()) return null;
  return TOLD_APART_BY_SOURCES[found.language] ?? found.language;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

const require = createRequire(import.meta.url);
let loaded: Detector | undefined;

/** Its tables take a tenth of a second to load, which whoever has no text to ask about can do without. */
function detector(): Detector {
  // The package can be imported only, and who asks cannot wait.
  loaded ??= (require(fileURLToPath(import.meta.resolve('eld/small'))) as { default: Detector }).default;
  return loaded;
}

/** Codes that sources still send for a language that has another one today. */
const RENAMED: Readonly<Record<string, string>> = {
  iw: 'he',
  in: 'id',
  ji: 'yi',
  jw: 'jv',
  mo: 'ro',
  nb: 'no',
  nn: 'no',
};

/** What sources send when they do not know either. */
const UNKNOWN: ReadonlySet<string> = new Set(['und', 'zxx', 'mul', 'mis', 'art', 'xx']);

/** Sources send few different tags; so many are remembered. */
const CACHE_TAGS = 1_000;

const known = new Map<string, string | null>();

/**
 * The language that a source names, as an ISO 639-1 code where there is one (`en-US` is `en`, `zh_TW` is `zh`); null for
 * what is no language tag and for what stands for an unknown language.
 */
export function languageFromTag(tag: string): string | null {
  const answer = known.get(tag);
  if (answer !== undefined) return answer;
  if (known.size >= CACHE_TAGS) known.clear();
  const language = readTag(tag);
  known.set(tag, language);
  return language;
}

function readTag(tag: string): string | null {
  const primary = /^([a-z]{2,3})(?:[-_][a-z0-9_-]*)?$/i.exec(tag.trim())?.[1]?.toLowerCase();
  if (primary === undefined || UNKNOWN.has(primary) || /^q[a-z]{2}$/.test(primary)) return null;
  const short = shortCode(primary);
  return short === null ? null : (RENAMED[short] ?? short);
}

/** `eng` is `en`; a language without a code of two letters keeps its three. */
function shortCode(code: string): string | null {
  if (Object.hasOwn(RENAMED, code)) return code;
  try {
    return new Intl.Locale(code).language;
  } catch {
    return null;
  }
}
