import type { Random } from '../../../stream/random.ts';
import { weightedDraw } from '../../../stream/weighted.ts';

/** What a visitor can do; `exit` ends the visit. */
export const Kind = {
  home: 0,
  listing: 1,
  sorting: 2,
  search: 3,
  landing: 4,
  page: 5,
  product: 6,
  option: 7,
  suggestions: 8,
  add: 9,
  cart: 10,
  checkout: 11,
  success: 12,
  account: 13,
  exit: 14,
} as const;

type Action = Exclude<keyof typeof Kind, 'exit'>;

/** Mean pause after the action, in seconds (exponential), and the chances of what follows, in percent. */
interface Step {
  readonly collection: string;
  readonly pause: number;
  readonly next: Readonly<Partial<Record<keyof typeof Kind, number>>>;
}

/**
 * A visit is a Markov chain. The chances are set so that a visit has about 5 events, 45 % of all events are about no
 * product, and of 100 visits about 12 fill a cart, 5 see the checkout and 3 buy.
 */
const STEPS: Readonly<Record<Action, Step>> = {
  home: {
    collection: 'view_home_page',
    pause: 14,
    next: { listing: 60, search: 9, product: 10, page: 5, account: 2, exit: 14 },
  },
  listing: {
    collection: 'view_listing_page',
    pause: 22,
    next: { product: 51, listing: 19, sorting: 9, search: 3, home: 3, exit: 15 },
  },
  sorting: { collection: 'view_sorting_relevance', pause: 12, next: { product: 52, listing: 30, exit: 18 } },
  search: { collection: 'search', pause: 12, next: { product: 50, listing: 18, search: 14, exit: 18 } },
  landing: { collection: 'view_landing_page', pause: 16, next: { listing: 45, product: 34, exit: 21 } },
  page: {
    collection: 'view_static_page',
    pause: 30,
    next: { listing: 28, home: 24, page: 12, product: 12, exit: 24 },
  },
  product: {
    collection: 'view_product_detail',
    pause: 30,
    next: {
      option: 25,
      suggestions: 14,
      listing: 26.6,
      product: 8,
      home: 3,
      search: 3,
      add: 5.1,
      page: 2,
      exit: 13.3,
    },
  },
  option: {
    collection: 'select_product_option',
    pause: 9,
    next: { option: 35, add: 9.4, suggestions: 7, listing: 19, product: 8, exit: 21.6 },
  },
  suggestions: {
    collection: 'view_recommendation',
    pause: 14,
    next: { product: 37, listing: 25, option: 11, exit: 27 },
  },
  add: { collection: 'add_to_cart_action', pause: 10, next: { cart: 74, product: 10, listing: 7, exit: 9 } },
  cart: {
    collection: 'view_cart',
    pause: 28,
    next: { checkout: 54, listing: 13, product: 9, home: 4, exit: 20 },
  },
  checkout: { collection: 'checkout', pause: 75, next: { success: 58, cart: 9, page: 4, exit: 29 } },
  success: { collection: 'checkout_success', pause: 25, next: { account: 16, home: 8, exit: 76 } },
  account: { collection: 'view_my_account', pause: 25, next: { listing: 25, home: 25, page: 14, exit: 36 } },
};

/** In the order of `Kind`. */
const ACTIONS: readonly Action[] = [
  'home',
  'listing',
  'sorting',
  'search',
  'landing',
  'page',
  'product',
  'option',
  'suggestions',
  'add',
  'cart',
  'checkout',
  'success',
  'account',
];

/** The `collection` of each kind. */
export const COLLECTIONS: readonly string[] = ACTIONS.map((action) => STEPS[action].collection);

/** This share of visits ends after its first event. */
const BOUNCES = 0.36;

/** A crawler goes on with this chance after each page: 12.5 pages on average. */
const CRAWLS_ON = 0.92;
const CRAWL_PAUSE = 4000;

/** Now and then somebody is called away: 2 in 100 pauses last 2 to 25 minutes more. */
const IDLE = { share: 0.02, from: 120_000, to: 1_500_000 };

/** Events of a crawler's visit, on average. */
export const MEAN_CRAWL = 1 / (1 - CRAWLS_ON);

const chances: readonly (readonly number[])[] = ACTIONS.map((action) =>
  [...ACTIONS, 'exit' as const].map((next) => (STEPS[action].next[next] ?? 0) / 100),
);
const following = chances.map((row) => weightedDraw(row));
const followingOnStay = chances.map((row) => weightedDraw(row.slice(0, Kind.exit)));
const pauses = ACTIONS.map((action) => STEPS[action].pause * 1000);

/** A person's next step; `first` when only the landing page was seen so far. */
export function nextStep(random: Random, kind: number, first: boolean): number {
  if (first && random.chance(BOUNCES)) return Kind.exit;
  return (first ? followingOnStay : following)[kind]?.(random) ?? Kind.exit;
}

/** How long a person looks at it, in milliseconds. */
export function pauseAfter(random: Random, kind: number): number {
  const pause = 800 + random.exponential(pauses[kind] ?? 0);
  return random.chance(IDLE.share) ? pause + random.between(IDLE.from, IDLE.to) : pause;
}

/** A crawler's next page: mostly products. */
export function nextCrawl(random: Random): number {
  if (!random.chance(CRAWLS_ON)) return Kind.exit;
  const draw = random.uniform();
  return draw < 0.68 ? Kind.product : draw < 0.94 ? Kind.listing : draw < 0.97 ? Kind.page : Kind.home;
}

/** How long a crawler waits before its next page, in milliseconds. */
export function pauseOfCrawler(random: Random): number {
  return 400 + random.exponential(CRAWL_PAUSE);
}

/**
 * Mean events of a person's visit by its landing kind: the expected number of steps before absorption, v = 1 + P v
 * (Kemeny and Snell, Finite Markov Chains, 1960, theorem 3.2.4), solved by repeated substitution.
 */
export function meanVisit(landing: number): number {
  let lengths = chances.map(() => 1);
  for (let round = 0; round < 200; round++) {
    const before = lengths;
    lengths = chances.map((row) => before.reduce((sum, length, next) => sum + (row[next] ?? 0) * length, 1));
  }
  const row = chances[landing] ?? [];
  const stays = 1 - (row[Kind.exit] ?? 0);
  const more = lengths.reduce((sum, length, next) => sum + ((row[next] ?? 0) / stays) * length, 0);
  return 1 + (1 - BOUNCES) * more;
}
