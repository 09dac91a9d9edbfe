import { detectLanguage } from '../../src/enrich/text/language.ts';
import { readPosts } from '../training/sentiment/corpus.ts';
import { grouped, type Measuring, percent, type QualityFigure } from './figure.ts';
import { ratePerCore } from './rate.ts';
import { simulatedPosts } from './simulated.ts';

/** Posts with fewer letters may stay undetermined. */
const ENOUGH_LETTERS = 20;
const REACH = 0.97;
const SIMULATED = 20_000;

interface Spoken {
  readonly text: string;
  readonly language: string;
}

/** Letters outside names, hashtags and links. */
const letters = (text: string): number =>
  text.replace(/(?:https?:\/\/|[@#])\S+/gu, '').match(/\p{L}/gu)?.length ?? 0;

function figure(measuredOn: string, posts: readonly Spoken[]): QualityFigure {
  const long = posts.filter(({ text }) => letters(text) >= ENOUGH_LETTERS);
  const right = long.filter(({ text, language }) => detectLanguage(text) === language).length;
  return {
    what: 'language',
    measuredOn: `${grouped(long.length)} ${measuredOn} of ${ENOUGH_LETTERS} letters and more`,
    value: percent(right / long.length),
    reach: percent(REACH),
    reached: right / long.length >= REACH,
  };
}

/** How often the language of a post is found, and how fast. */
export function measureLanguage({ dataFolder, say }: Measuring): QualityFigure[] {
  say('language');
  const english = readPosts(dataFolder, 'train').map(({ text }) => ({ text, language: 'en' }));
  const simulated = simulatedPosts(SIMULATED).flatMap(({ text, lang }) =>
    text === undefined || lang === undefined ? [] : [{ text, language: lang }],
  );
  const distinct = [...new Map(simulated.map((post) => [post.text, post])).values()];
  const languages = new Set(distinct.map(({ language }) => language));
  const rate = ratePerCore(english.slice(0, 5_000), ({ text }) => detectLanguage(text));
  return [
    figure('English posts of `semeval-sentiment/train.tsv`', english),
    figure(`simulated posts in ${languages.size} languages`, distinct),
    { what: 'language', measuredOn: 'English posts', value: `${grouped(rate)} posts/s a core` },
  ];
}
