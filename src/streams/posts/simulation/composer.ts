import type { Random } from '../../../stream/random.ts';
import { weightedPick } from '../../../stream/weighted.ts';
import type { Happening, HappeningKind } from '../../simulated-world/happenings.ts';
import { SHOP_NAME, shopSite } from '../../simulated-world/shop.ts';
import { StoryScene } from '../../simulated-world/story-scene.ts';
import type { Author } from './authors.ts';
import type { Mood, Subject } from './languages.ts';
import { everydayTag, spelt } from './tags.ts';

/** What somebody wrote, without what the platform adds. All of it can stand in JSON as it is. */
export interface Draft {
  readonly text: string;
  /** Hashtags put after the sentences, without #. */
  readonly tags: readonly string[];
  /** ISO 639-1. */
  readonly language: string;
  /** Whether a platform that can name the language does. */
  readonly named: boolean;
  /** A link beside the text (a card), or empty. */
  readonly card: string;
}

const moods = (good: number, bad: number, plain: number): ((random: Random) => Mood) =>
  weightedPick<Mood>([
    ['good', good],
    ['bad', bad],
    ['plain', plain],
  ]);

/** How people feel about it, in percent. */
const MOODS: Readonly<Record<Subject, (random: Random) => Mood>> = {
  everyday: moods(36, 22, 42),
  shop: moods(54, 20, 26),
  rival: moods(40, 35, 25),
  reply: moods(38, 24, 38),
  short: moods(50, 22, 28),
  launch: moods(58, 14, 28),
  flash: moods(46, 22, 32),
  outage: moods(7, 68, 25),
  award: moods(58, 14, 28),
  match: moods(42, 36, 22),
  storm: moods(14, 42, 44),
  strike: moods(12, 58, 30),
  summit: moods(32, 14, 54),
  talk: moods(38, 12, 50),
};

const EMOJI: Readonly<Record<Mood, readonly string[]>> = {
  good: ['😍', '🎉', '❤️', '😂', '🙌', '👏🏽', '🥳', '✨', '💛', '👍🏿', '😊', '🔥', '👩🏾‍💻', '👨‍👩‍👧‍👦'],
  bad: ['😡', '😭', '💔', '🤦🏻‍♀️', '😤', '👎', '😞', '🙄', '🤮', '😩'],
  plain: ['🤔', '👀', '📌', '📷', '🧵', '🌧️', '🏳️‍🌈', '☕', '🚆', '📰', '⏰'],
};

const everydaySubject = weightedPick<Subject>([
  ['everyday', 77],
  ['short', 12],
  ['shop', 8],
  ['rival', 3],
]);

const sentenceCount = weightedPick([
  [1, 46],
  [2, 41],
  [3, 13],
]);
const tagCount = weightedPick([
  [0, 62],
  [1, 18],
  [2, 12],
  [3, 5],
  [4, 3],
]);
const tagCountInHappening = weightedPick([
  [0, 34],
  [1, 36],
  [2, 22],
  [3, 8],
]);

/** A sentence of a shop or campaign has a link into the shop this often, and another one a link to somewhere else. */
const SHOP_LINKS = 0.3;
const OTHER_LINKS = 0.06;
/** Of the links, these are cards beside the text. */
const CARDS = 0.3;
const WITH_EMOJI = 0.34;
/** Share of posts whose platform could name their language and does not. */
const NOT_NAMED = 0.12;

const SITES = ['news.example', 'blog.example', 'video.example', 'www.dailyecho.example', 'recipes.example'];

/** Writes posts; `random` decides about all of them. */
export class Composer {
  readonly #random: Random;
  readonly #scene: StoryScene;

  constructor(random: Random) {
    this.#random = random;
    this.#scene = new StoryScene(random);
  }

  /** A post of its own, about a happening or about what is always talked of. */
  post(author: Author, happening: Happening | undefined): Draft {
    return this.#write(author, happening, happening?.kind ?? everydaySubject(this.#random));
  }

  /** A reply to a post about the happening. */
  reply(author: Author, happening: Happening | undefined): Draft {
    const subject = happening !== undefined && this.#random.chance(0.4) ? happening.kind : 'reply';
    return this.#write(author, happening, subject);
  }

  #write(author: Author, happening: Happening | undefined, subject: Subject): Draft {
    const random = this.#random;
    const { code, gap, sentences } = author.language;
    const mood = MOODS[subject](random);
    this.#scene.begin(code, happening);
    let text = sentences(subject, mood)(this.#scene);
    const named = !random.chance(NOT_NAMED);
    if (subject === 'short')
      return { text: this.#withEmoji(text, mood), language: code, named, tags: [], card: '' };
    for (let more = sentenceCount(random) - 1; more > 0; more--) {
      const next = subject === 'reply' ? 'everyday' : subject;
      text += gap + sentences(next, random.chance(0.75) ? mood : 'plain')(this.#scene);
    }
    text = this.#withEmoji(text, mood);
    const tags = this.#tags(code, happening, subject === 'talk' ? 1 : 0, subject);
    for (const tag of tags) text += ` #${tag}`;
    const link = this.#link(author, happening, subject);
    const draft = { text, language: code, named, tags, card: '' };
    if (link === '') return draft;
    return random.chance(CARDS) ? { ...draft, card: link } : { ...draft, text: `${text} ${link}` };
  }

  #withEmoji(text: string, mood: Mood): string {
    const random = this.#random;
    if (!random.chance(WITH_EMOJI)) return text;
    const sign = random.pick(EMOJI[mood]);
    return random.chance(0.2) ? `${text} ${sign}${sign}` : `${text} ${sign}`;
  }

  /** The first `used` hashtags of the happening are in the sentences already. */
  #tags(language: string, happening: Happening | undefined, used: number, subject: Subject): string[] {
    const random = this.#random;
    const tags: string[] = [];
    const count = (happening === undefined ? tagCount : tagCountInHappening)(random);
    for (let n = 0; n < count; n++) {
      const ofHappening = happening?.hashtags[n + used];
      const tag =
        ofHappening !== undefined && random.chance(0.85) ? ofHappening : tagOf(random, language, subject);
      const written = spelt(random, tag);
      if (!tags.includes(written)) tags.push(written);
    }
    return tags;
  }

  #link({ language, platform }: Author, happening: Happening | undefined, subject: Subject): string {
    const random = this.#random;
    if (isAboutShop(subject, happening)) {
      if (!random.chance(SHOP_LINKS)) return '';
      const campaign = happening?.utmCampaign || 'always-on';
      const utm = `utm_source=${platform.name}&utm_medium=social&utm_campaign=${campaign}`;
      return `${shopSite(language.code)}/${this.#scene.product.page}?${utm}`;
    }
    if (!random.chance(OTHER_LINKS)) return '';
    return `https://${random.pick(SITES)}/${random.pick(['p', 'story', 'watch'])}/${random.int(1, 40) * random.int(1, 400)}`;
  }
}

const ABOUT_SHOP: ReadonlySet<Subject | HappeningKind> = new Set<Subject>(['shop', 'launch', 'flash']);

function isAboutShop(subject: Subject, happening: Happening | undefined): boolean {
  return ABOUT_SHOP.has(subject) && (happening === undefined || happening.organisation === SHOP_NAME);
}

const SHOP_TAGS = ['Lumera', 'lighting', 'HomeDecor', 'InteriorDesign', 'lamps', 'LumeraHome'];

function tagOf(random: Random, language: string, subject: Subject): string {
  return subject === 'shop' && random.chance(0.7) ? random.pick(SHOP_TAGS) : everydayTag(random, language);
}
