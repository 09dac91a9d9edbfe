import type { Random } from '../../stream/random.ts';
import { COMPANIES, cityName, FILMS, personName, RIVALS, SERVICES, TEAMS } from './names.ts';
import { SHOP_NAME } from './shop.ts';

export type HappeningKind =
  | 'launch'
  | 'flash'
  | 'outage'
  | 'award'
  | 'match'
  | 'storm'
  | 'strike'
  | 'summit'
  | 'talk';

/** Something that people talk about for a while. */
export interface Happening {
  readonly kind: HappeningKind;
  /** Distinct within a seed. */
  readonly key: string;
  /** When it begins, epoch milliseconds. */
  readonly at: number;
  /** How long the talk grows, in milliseconds. */
  readonly rise: number;
  /** Mean life of the talk after that, in milliseconds. */
  readonly decay: number;
  /** Talk at its height, as a multiple of all that is said without it. */
  readonly weight: number;
  /** What it is called in a sentence. */
  readonly name: string;
  /** Hashtags in their usual spelling, without #, the most used one first. */
  readonly hashtags: readonly string[];
  readonly city: string;
  readonly organisation: string;
  readonly person: string;
  /** A second party: the other team, the competitor. */
  readonly other: string;
  /** The shop's campaign, as its links name it; empty when it is none of the shop's. */
  readonly utmCampaign: string;
  /** Languages that talk of it more or less than others: factor by language, 1 when not named. */
  readonly affinity: Readonly<Record<string, number>>;
}

/** How often something of a kind begins, and how its talk goes. */
export interface KindOfHappening {
  readonly kind: HappeningKind;
  /** How many begin a day, on average; weekly ones are tied to a weekday. */
  readonly perDay: number;
  /** 0 is Sunday; undefined: any day. */
  readonly weekday?: number;
  /** Between which hours of the day (UTC) it begins. */
  readonly hours: readonly [from: number, to: number];
  readonly weight: readonly [low: number, high: number];
  readonly riseMinutes: number;
  readonly decayMinutes: number;
  readonly story: (random: Random, day: number) => Story;
}

type Story = Pick<
  Happening,
  'name' | 'hashtags' | 'city' | 'organisation' | 'person' | 'other' | 'utmCampaign' | 'affinity'
>;

/**
 * The shop's campaigns, one a week in this order: name, its slug in links (the same that visits of the shop carry), and
 * hashtags.
 */
const LAUNCHES: readonly (readonly [name: string, slug: string, hashtags: readonly string[]])[] = [
  ['Spring Living', 'spring-living', ['SpringLiving', 'LumeraSpring', 'HomeDecor']],
  ['Black Week', 'black-week', ['BlackWeek', 'LumeraDeals', 'Deals']],
  ['New Arrivals', 'new-arrivals', ['LumeraNew', 'NewArrivals', 'InteriorDesign']],
  ['Outdoor Season', 'outdoor-summer', ['OutdoorSeason', 'GardenLights', 'SummerEvenings']],
];

const AWARDS = ['Golden Lantern Awards', 'Northern Screen Awards', 'Aurora Music Prize', 'Blue Note Awards'];
const SUMMITS = [
  ['Light & Living Fair', 'LightAndLiving'],
  ['World Water Forum', 'WaterForum'],
  ['Open Energy Summit', 'OpenEnergy'],
  ['Future Cities Congress', 'FutureCities'],
] as const;
const TALKS = (
  'MondayMood UnpopularOpinion CatsOfTheInternet BookSky ThrowbackSong CoffeeFirst TeamPineapple FirstLineOfMyNovel ' +
  'PlantParents SongOfTheDay WorstGift DeskSetup NoContextPhoto RainyDayClub SundayBaking GuessTheCity'
).split(' ');

/** Languages spoken where a city of the list of names is. */
const LANGUAGES_WITH_CITIES = ['en', 'de', 'es', 'fr', 'pt', 'id', 'it'] as const;

const NOBODY = { person: '', other: '', organisation: '', city: '', utmCampaign: '' };

/** Much in one language, some in English, little in others. */
function mostlyIn(language: string): Readonly<Record<string, number>> {
  const all = ['en', 'de', 'es', 'fr', 'it', 'pt', 'id', 'ja', 'ar'];
  return Object.fromEntries(all.map((other) => [other, other === language ? 3 : other === 'en' ? 0.6 : 0.2]));
}

const tag = (name: string): string => name.replace(/[^\p{L}\p{N}]/gu, '');

/** A campaign of the shop: days of mostly friendly talk. */
function launch(random: Random, day: number): Story {
  const week = Math.floor((day + 2) / 7);
  const [name, slug, hashtags] = LAUNCHES[week % LAUNCHES.length] ?? ['New Arrivals', 'new-arrivals', []];
  return {
    ...NOBODY,
    name,
    hashtags,
    organisation: SHOP_NAME,
    person: personName(random, 'en'),
    utmCampaign: slug,
    affinity: { ja: 0.4, ar: 0.5, id: 0.6 },
  };
}

/** Some minutes of low prices, at the shop or at a competitor. */
function flash(random: Random): Story {
  const own = random.chance(0.5);
  const rival = random.pick(RIVALS);
  return {
    ...NOBODY,
    name: own ? 'Lumera Golden Hour' : `${rival} flash sale`,
    hashtags: own ? ['GoldenHour', 'LumeraDeals'] : [`${tag(rival)}Sale`, 'Deals'],
    organisation: own ? SHOP_NAME : rival,
    other: own ? rival : SHOP_NAME,
    utmCampaign: own ? 'retargeting-30d' : '',
    affinity: { ja: 0.3, ar: 0.5 },
  };
}

/** A service is down; one time in five it is the shop's. */
function outage(random: Random): Story {
  const organisation = random.chance(0.2) ? SHOP_NAME : random.pick(SERVICES);
  const short = tag(organisation.split(' ')[0] ?? organisation);
  return {
    ...NOBODY,
    name: `${organisation} outage`,
    hashtags: [`${short}Down`, `${short}Outage`],
    organisation,
    person: personName(random, 'en'),
    affinity: {},
  };
}

function award(random: Random): Story {
  const name = random.pick(AWARDS);
  const language = random.pick(LANGUAGES_WITH_CITIES);
  return {
    ...NOBODY,
    name,
    hashtags: [tag(name), tag(name.split(' ').slice(0, 2).join(' '))],
    person: personName(random, language),
    organisation: random.pick(FILMS),
    city: cityName(random, 'en'),
    affinity: { id: 0.7, ja: 0.6 },
  };
}

function match(random: Random): Story {
  const [home = '', away = ''] = random.shuffle(TEAMS);
  return {
    ...NOBODY,
    name: `${home} vs ${away}`,
    hashtags: [
      `${tag(home).slice(0, 3).toUpperCase()}${tag(away).slice(0, 3).toUpperCase()}`,
      'MatchDay',
      'CupNight',
    ],
    organisation: home,
    other: away,
    person: personName(random, random.pick(['es', 'pt', 'fr', 'de', 'en'])),
    affinity: { es: 1.6, pt: 1.6, id: 1.4, it: 1.5, ja: 0.5 },
  };
}

function storm(random: Random): Story {
  const language = random.pick(LANGUAGES_WITH_CITIES);
  const city = cityName(random, language);
  return {
    ...NOBODY,
    name: `storm ${random.pick(['Ida', 'Bruno', 'Kea', 'Milo', 'Tessa', 'Otto'])}`,
    hashtags: [`Storm${tag(city)}`, 'WeatherAlert'],
    city,
    organisation: 'the Red Cross',
    affinity: mostlyIn(language),
  };
}

function strike(random: Random): Story {
  const language = random.pick(LANGUAGES_WITH_CITIES);
  const city = cityName(random, language);
  const organisation = random.pick(['Tidewater Rail', 'Verano Airlines', 'Northgate Logistics']);
  return {
    ...NOBODY,
    name: `${organisation} strike`,
    hashtags: [`${tag(organisation.split(' ')[0] ?? '')}Strike`, 'TravelChaos'],
    city,
    organisation,
    person: personName(random, language),
    affinity: mostlyIn(language),
  };
}

function summit(random: Random): Story {
  const [name, hashtag] = random.pick(SUMMITS);
  return {
    ...NOBODY,
    name,
    hashtags: [hashtag, `${hashtag}Live`],
    city: cityName(random, random.pick(LANGUAGES_WITH_CITIES)),
    organisation: random.pick(COMPANIES),
    person: personName(random, random.pick(LANGUAGES_WITH_CITIES)),
    affinity: { ja: 0.7 },
  };
}

/** A hashtag that everybody plays with for some minutes. */
function talk(random: Random): Story {
  const hashtag = random.pick(TALKS);
  return { ...NOBODY, name: hashtag, hashtags: [hashtag], affinity: {} };
}

/**
 * What can happen. Long and slow things show in a month of data, short ones in a demonstration of ten minutes.
 */
export const KINDS: readonly KindOfHappening[] = [
  {
    kind: 'launch',
    perDay: 1 / 7,
    weekday: 2,
    hours: [7, 9],
    weight: [0.25, 0.4],
    riseMinutes: 90,
    decayMinutes: 1200,
    story: launch,
  },
  {
    kind: 'flash',
    perDay: 8,
    hours: [6, 22],
    weight: [0.1, 0.3],
    riseMinutes: 3,
    decayMinutes: 12,
    story: flash,
  },
  {
    kind: 'outage',
    perDay: 0.7,
    hours: [5, 23],
    weight: [0.4, 1],
    riseMinutes: 8,
    decayMinutes: 45,
    story: outage,
  },
  {
    kind: 'award',
    perDay: 1 / 7,
    weekday: 6,
    hours: [18, 20],
    weight: [0.6, 1],
    riseMinutes: 100,
    decayMinutes: 80,
    story: award,
  },
  {
    kind: 'match',
    perDay: 2,
    hours: [11, 20],
    weight: [0.2, 0.6],
    riseMinutes: 100,
    decayMinutes: 30,
    story: match,
  },
  {
    kind: 'storm',
    perDay: 0.3,
    hours: [0, 24],
    weight: [0.15, 0.35],
    riseMinutes: 200,
    decayMinutes: 420,
    story: storm,
  },
  {
    kind: 'strike',
    perDay: 0.3,
    hours: [4, 8],
    weight: [0.1, 0.25],
    riseMinutes: 120,
    decayMinutes: 300,
    story: strike,
  },
  {
    kind: 'summit',
    perDay: 0.2,
    hours: [7, 10],
    weight: [0.08, 0.2],
    riseMinutes: 240,
    decayMinutes: 500,
    story: summit,
  },
  {
    kind: 'talk',
    perDay: 40,
    hours: [0, 24],
    weight: [0.05, 0.25],
    riseMinutes: 4,
    decayMinutes: 9,
    story: talk,
  },
];
