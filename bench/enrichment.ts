import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ratePerCore } from '../scripts/quality/rate.ts';
import { findEntities } from '../src/enrich/entities/entities.ts';
import { placeOfPoint, placeOfText } from '../src/enrich/places/places.ts';
import { scoreSentiment } from '../src/enrich/sentiment/sentiment.ts';
import { cleanText } from '../src/enrich/text/clean.ts';
import { copyKey } from '../src/enrich/text/copies.ts';
import {
  extractCashtags,
  extractHashtags,
  extractMentions,
  extractUrls,
} from '../src/enrich/text/extract.ts';
import { detectLanguage } from '../src/enrich/text/language.ts';
import { contentWords } from '../src/enrich/text/words.ts';
import type { Benchmark, Figure, Section, Size, Surroundings } from './contract.ts';
import { number } from './show.ts';

/** What enrichment reads of a post. */
interface Distinct {
  readonly texts: readonly string[];
  readonly locations: readonly string[];
  readonly points: readonly (readonly [latitude: number, longitude: number])[];
}

const Post = z.object({
  text: z.string().optional(),
  location: z.string().optional(),
  lat: z.number().optional(),
  lon: z.number().optional(),
});

const distinct = <T>(items: readonly T[], key: (item: T) => string): readonly T[] => [
  ...new Map(items.map((item) => [key(item), item])).values(),
];

/** The different texts, places and points of a file of posts; broken lines are passed over. */
async function readDistinct(file: string): Promise<Distinct> {
  const posts = (await readFile(file, 'utf8')).split('\n').flatMap((line) => {
    try {
      const { data } = Post.safeParse(JSON.parse(line));
      return data === undefined ? [] : [data];
    } catch {
      return [];
    }
  });
  return {
    texts: distinct(
      posts.flatMap(({ text }) => text ?? []),
      (text) => text,
    ),
    locations: distinct(
      posts.flatMap(({ location }) => location ?? []),
      (location) => location,
    ),
    points: distinct(
      posts.flatMap(({ lat, lon }) => (lat === undefined || lon === undefined ? [] : [[lat, lon] as const])),
      String,
    ),
  };
}

/** Each enrichment as a function of a post's text. */
const OF_TEXT: Readonly<Record<string, (text: string) => unknown>> = {
  'hashtags, mentions, URLs, cashtags': (text) => [
    extractHashtags(text),
    extractMentions(text),
    extractUrls(text),
    extractCashtags(text),
  ],
  'clean text': cleanText,
  'key of copies': copyKey,
  language: detectLanguage,
  words: (text) => contentWords(text, 'en'),
  sentiment: scoreSentiment,
  entities: findEntities,
};

function section(title: string, unit: string, rates: readonly (readonly [string, number])[]): Section {
  const all = rates.reduce((sum, [, rate]) => sum + 1 / rate, 0);
  const figures = rates.flatMap(([what, rate]): Figure[] => [
    { what, value: rate, unit: 'events/s', ratio: 1 / rate / all },
  ]);
  return {
    title,
    figures: [...figures, { what: 'all of them', value: 1 / all, unit: 'events/s', ratio: 1 }],
    ratioTo: `the time of all of them: the share of each`,
    notes: [`Processor time of one core; one event is a different ${unit} each, without a cache.`],
  };
}

async function run(around: Surroundings, { events, rate }: Size): Promise<readonly Section[]> {
  const file = await around.files.get({ stream: 'posts', events, rate });
  const { texts, locations, points } = await readDistinct(file.path);
  const rates = Object.entries(OF_TEXT).map(([what, use]) => {
    around.say(what);
    return [what, ratePerCore(texts, use)] as const;
  });
  around.say('places');
  return [
    section(
      `enrichment: ${number(texts.length)} different texts of simulated posts, in one thread`,
      'text',
      rates,
    ),
    section(
      `enrichment: ${number(locations.length)} different places in words, ${number(points.length)} points`,
      'place',
      [
        ['places from text', ratePerCore(locations, placeOfText)],
        [
          'places from points',
          ratePerCore(points, ([latitude, longitude]) => placeOfPoint(latitude, longitude)),
        ],
      ],
    ),
  ];
}

/** What each enrichment of a post costs. */
export const enrichment: Benchmark = {
  name: 'enrichment',
  about: 'posts a second on one core of each function that enriches them',
  size: { events: 20_000, rate: 1, seconds: 0 },
  run,
};
