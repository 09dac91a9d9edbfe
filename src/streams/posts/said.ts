import type { SentimentScorer } from '../../enrich/sentiment/model.ts';
import { cleanText } from '../../enrich/text/clean.ts';
import { copyKey } from '../../enrich/text/copies.ts';
import { pairsOf, readMarks, textsOf } from '../../enrich/text/marks.ts';
import { spokenLanguage } from '../../enrich/text/spoken.ts';
import { contentWords } from '../../enrich/text/words.ts';
import { PART_SEPARATOR } from '../../stream/elements.ts';
import { moodOf } from '../spoken/mood.ts';
import { joinParts, namesOf } from '../spoken/names.ts';

/** What a post says, as one value of which everything said in it can be derived. */
interface Said {
  /** Language, hashtags and links that the source gives; empty where it gives none. */
  readonly lang: string;
  readonly tags: string;
  readonly links: string;
  readonly text: string;
}

const NOTHING: Said = { lang: '', tags: '', links: '', text: '' };

/** One value is remembered: several functions ask about the same one after the other. */
let last: { readonly value: string; readonly said: Said } | null = null;

/** Takes the parts apart that the declaration joins; a text may have the separator in it. */
function partsOf(value: string | null): Said {
  if (value === null) return NOTHING;
  if (last?.value === value) return last.said;
  const [lang = '', tags = '', links = ''] = value.split(PART_SEPARATOR, 3);
  const text = value.slice(lang.length + tags.length + links.length + 3 * PART_SEPARATOR.length);
  last = { value, said: { lang, tags, links, text } };
  return last.said;
}

/** Hashtags, how they are written, pairs of them, names and links of a post. */
export function postMarks(value: string | null) {
  const { text, tags, links } = partsOf(value);
  const { hashtags, spellings, mentions, urls } = readMarks(text, textsOf(tags), textsOf(links));
  return {
    hashtags,
    hashtag_spellings: hashtags.map((tag, index) => joinParts([tag, spellings[index] ?? tag])),
    hashtag_pairs: pairsOf(hashtags).map(joinParts),
    mentions,
    urls,
  };
}

/** What remains of a post's text when it is cleaned, and the key of its copies. */
export function postText(value: string | null) {
  const { text } = partsOf(value);
  const clean = cleanText(text);
  return { clean_text: clean === '' ? null : clean, copy_key: copyKey(text, clean) };
}

/** The language of a post. */
export function postLanguage(value: string | null) {
  const { lang, text } = partsOf(value);
  return { language: spokenLanguage(lang, text) };
}

/** The mood of an English post; of others nothing, for the model knows no other language. */
export function postMood(value: string | null, scorer?: SentimentScorer) {
  const { lang, text } = partsOf(value);
  return moodOf(text, spokenLanguage(lang, text), scorer);
}

/** Names in a post: its type and itself. */
export function postNames(value: string | null) {
  const { lang, text } = partsOf(value);
  return { entities: namesOf(text, spokenLanguage(lang, text)) };
}

/** The words of a post that carry its subject. */
export function postWords(value: string | null) {
  const { lang, text } = partsOf(value);
  return { words: contentWords(text, spokenLanguage(lang, text)) };
}
