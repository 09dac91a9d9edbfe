import type { SentimentScorer } from '../../enrich/sentiment/model.ts';
import { spokenLanguage } from '../../enrich/text/spoken.ts';
import { contentWords } from '../../enrich/text/words.ts';
import { PART_SEPARATOR } from '../../stream/elements.ts';
import { moodOf } from '../spoken/mood.ts';
import { namesOf } from '../spoken/names.ts';

/** NewsAPI cuts the content of an article and says so; the words are not the paper's. */
const CUT = /\s*(?:…|\.\.\.)?\s*\[\+\d+ chars\]\s*$/u;

/** What an article tells, as one value of which everything told in it can be derived: the tag of its language, its texts. */
function partsOf(value: string | null): {
  readonly lang: string;
  readonly headline: string;
  readonly text: string;
} {
  const [lang = '', title = '', description = '', ...content] = (value ?? '').split(PART_SEPARATOR);
  const body = content.join(' ').replace(CUT, '');
  // Feeds repeat the description at the beginning of the content.
  const told = body.startsWith(description) ? [title, body] : [title, description, body];
  return {
    lang,
    headline: headlineOf(title, description),
    text: told.filter((one) => one !== '').join('\n'),
  };
}

function headlineOf(title: string, description: string): string {
  return [title, description].filter((one) => one !== '').join('\n');
}

/** The language of an article. */
export function articleLanguage(value: string | null) {
  const { lang, text } = partsOf(value);
  return { language: spokenLanguage(lang, text) };
}

/** The mood of an English article, by its title and description: what it opens with sets its tone. */
export function articleMood(value: string | null, scorer?: SentimentScorer) {
  const { lang, text, headline } = partsOf(value);
  return moodOf(headline, spokenLanguage(lang, text), scorer);
}

/** Names in an article, each once however often it is named. */
export function articleNames(value: string | null) {
  const { lang, text } = partsOf(value);
  return { entities: namesOf(text, spokenLanguage(lang, text)) };
}

/** The words of an article that carry its subject. */
export function articleWords(value: string | null) {
  const { lang, text } = partsOf(value);
  return { words: contentWords(text, spokenLanguage(lang, text)) };
}
