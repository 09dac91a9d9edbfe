import { compileMatcher, type MatchRules } from '../src/enrich/campaigns/matcher.ts';
import { seededRandom } from '../src/stream/random.ts';
import type { Benchmark, Figure, Section, Size, Surroundings } from './contract.ts';
import { number } from './show.ts';

const FEW = 5;
const MANY = [50, 500, 5_000] as const;
const ROUNDS = 5;
const WORDS_IN_TEXT = 15;

const LIMITS = { none: [], language: null, platform: null, from: null, to: null };

/** Words of which the first are in nearly every text and the last in hardly any. */
function word(rank: number): string {
  return `${['t', 'k', 's', 'm', 'r'][rank % 5]}${rank.toString(36)}`;
}

const VOCABULARY = 50_000;

/** Texts with words as often as in a language: by Zipf's law. */
function textsOf(count: number): readonly string[] {
  const random = seededRandom('texts of the benchmark');
  const zipf = (): string => word(Math.floor(VOCABULARY ** random.uniform()) - 1);
  return Array.from({ length: count }, () =>
    Array.from({ length: WORDS_IN_TEXT }, zipf).join(random.chance(0.3) ? ', ' : ' '),
  );
}

/** Campaigns with a word, a phrase and a hashtag that are in few texts. */
function campaignsOf(count: number): readonly MatchRules[] {
  const rare = (n: number): string => word(10_000 + (n % (VOCABULARY - 10_000)));
  return Array.from({ length: count }, (_, n) => ({
    ...LIMITS,
    any: [rare(3 * n), `${word(n % 100)} ${rare(3 * n + 1)}`, `#${rare(3 * n + 2)}`],
  }));
}

/** The least time of some rounds, in microseconds for each text. */
function measure(texts: readonly string[], campaigns: number): number {
  const matcher = compileMatcher(campaignsOf(campaigns));
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    for (const text of texts) {
      matcher.match({ texts: [text], tags: [], language: undefined, platform: undefined, at: 0 });
    }
    least = Math.min(least, performance.now() - began);
  }
  return (least * 1000) / texts.length;
}

async function run({ say }: Surroundings, { events }: Size): Promise<readonly Section[]> {
  const texts = textsOf(events);
  const base = measure(texts, FEW);
  const figures: Figure[] = [{ what: `${FEW} campaigns`, value: base, unit: 'µs/event', ratio: 1 }];
  for (const campaigns of MANY) {
    say(`${number(campaigns)} campaigns`);
    const value = measure(texts, campaigns);
    figures.push({ what: `${number(campaigns)} campaigns`, value, unit: 'µs/event', ratio: value / base });
  }
  return [
    {
      title: `matching: ${number(events)} texts of ${WORDS_IN_TEXT} words, one thread`,
      ratioTo: `${FEW} campaigns`,
      figures,
      notes: [`The least of ${ROUNDS} rounds. Each campaign has a word, a phrase and a hashtag.`],
    },
  ];
}

/** What more campaigns cost. */
export const matching: Benchmark = {
  name: 'matching',
  about: 'Matching texts with 5 to 5,000 campaigns, without a database',
  size: { events: 50_000, rate: 0, seconds: 0 },
  run,
};
