import type { Random } from '../../../stream/random.ts';
import { type WeightedDraw, weightedDraw, zipfDraw } from '../../../stream/weighted.ts';
import { personName } from '../../simulated-world/names.ts';
import { drawHome, type Home, NOWHERE } from './homes.ts';
import { type PostLanguage, postLanguages } from './languages.ts';
import { drawPlatform, type Platform } from './platforms.ts';

/** An account: everything about it follows from the seed and its number. */
export interface Author {
  readonly id: string;
  readonly handle: string;
  readonly platform: Platform;
  readonly language: PostLanguage;
  readonly followers: number;
  readonly home: Home;
  /** Sends coordinates with each post. */
  readonly located: boolean;
  readonly client: string;
  /** Spreads copies, or posts by a programme; platforms that mark bots say so. */
  readonly bot: boolean;
  /** The members of the JSON object that are the same for each of the author's posts. */
  readonly json: string;
}

/** Accounts of people, and of bots. */
const PEOPLE = 60_000;
const BOTS = 1_500;
/** Zipf's exponent: the most active author writes about 1 in 200 posts. */
const ACTIVITY = 0.72;

const LOCATED = 0.14;
const PLACE = { spelt: 0.56, nowhere: 0.12 };
/** Followers are log-normal: half of the people have fewer than this. */
const MEDIAN_FOLLOWERS = 220;
const SPREAD = 1.9;
const MOST_FOLLOWERS = 40_000_000;

/** All accounts; each is made when it is first drawn. */
export class Authors {
  readonly #random: Random;
  readonly #people: (Author | undefined)[] = new Array(PEOPLE);
  readonly #bots: (Author | undefined)[] = new Array(BOTS);
  readonly #byActivity: WeightedDraw = zipfDraw(PEOPLE, ACTIVITY);

  constructor(random: Random) {
    this.#random = random;
  }

  person(random: Random): Author {
    const number = this.#byActivity(random);
    this.#people[number] ??= draw(this.#random.fork('person').fork(number), number, false);
    return this.#people[number];
  }

  /** Bot number 0 to `Authors.bots` - 1. */
  bot(number: number): Author {
    this.#bots[number] ??= draw(this.#random.fork('bot').fork(number), number, true);
    return this.#bots[number];
  }

  static readonly bots = BOTS;
}

const languageDraw = weightedDraw(postLanguages().map(({ share }) => share));

const ADJECTIVES =
  'quiet sunny paper little velvet midnight brave lazy green cosmic salty copper rainy gentle electric plain'.split(
    ' ',
  );
const NOUNS =
  'otter lamp river kettle maple signal comet biscuit harbor pixel sparrow atlas cactus piano fox tram'.split(
    ' ',
  );
const SIGNS = ['🌱', '✨', '🐈', '☕', '📚', '🏳️‍🌈', '🎧', '🚲', '🪴', '⚽', '🧶', '🌊'];
const OFFERS = 'deals crypto promo bonus follow cheap lucky win'.split(' ');

/** The number at the end of a handle makes it the account's own. */
function draw(random: Random, number: number, bot: boolean): Author {
  const language = postLanguages()[languageDraw(random)] ?? postLanguages()[0];
  if (language === undefined) throw new RangeError('no languages');
  const platform = drawPlatform(random);
  const handle = bot
    ? `${random.pick(OFFERS)}_${random.pick(NOUNS)}${number}`
    : `${random.pick(ADJECTIVES)}${random.pick(NOUNS)}${number}`;
  const home = drawHome(random, language.code);
  const author = {
    id: platform.authorId(random, handle),
    handle,
    platform,
    language,
    followers: Math.min(
      MOST_FOLLOWERS,
      Math.floor((bot ? 20 : MEDIAN_FOLLOWERS) * Math.exp(random.normal(0, SPREAD))),
    ),
    home,
    located: !bot && random.chance(LOCATED),
    client: bot ? random.pick(['IFTTT', 'autoposter', 'dlvr.it']) : platform.client(random),
    bot,
  };
  return { ...author, json: jsonOf(author, displayName(random, author), location(random, home)) };
}

function displayName(
  random: Random,
  { language, handle, bot }: { language: PostLanguage; handle: string; bot: boolean },
): string {
  if (bot || random.chance(0.2)) return handle;
  const name = personName(random, language.code);
  return random.chance(0.2) ? `${name} ${random.pick(SIGNS)}` : name;
}

function location(random: Random, home: Home): string {
  const kind = random.uniform();
  if (kind < PLACE.spelt) return random.pick(home.spellings);
  return kind < PLACE.spelt + PLACE.nowhere ? random.pick(NOWHERE) : '';
}

function jsonOf(author: Omit<Author, 'json'>, name: string, place: string): string {
  const { platform, client, bot } = author;
  return [
    ',"platform":"',
    platform.name,
    '","author_id":"',
    author.id,
    '","author_name":"',
    name,
    '","author_followers":',
    String(author.followers),
    platform.says.bots ? `,"author_bot":${bot}` : '',
    client === '' ? '' : `,"source":"${client}"`,
    place === '' ? '' : `,"location":"${place}"`,
  ].join('');
}
