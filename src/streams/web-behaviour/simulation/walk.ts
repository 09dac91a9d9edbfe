import type { Random } from '../../../stream/random.ts';
import { weightedDraw, type WeightedDraw } from '../../../stream/weighted.ts';

/** What a visitor can do next; `exit` ends the visit. */
export const Kind = {
  home: 0,
  listing: 1,
  product: 2,
  option: 3,
  suggestions: 4,
  search: 5,
  page: 6,
  landing: 7,
  sorting: 8,
  add: 9,
  cart: 10,
  checkout: 11,
  success: 12,
  account: 13,
  exit: 14,
} as const;

/** The `collection` of each kind. */
export const COLLECTIONS: readonly string[] = [
  'view_home_page',
  'view_listing_page',
  'view_product_detail',
  'select_product_option',
  'product_detail_recommendation_visible',
  'search_box_action',
  'view_static_page',
  'view_landing_page',
  'view_sorting_relevance',
  'add_to_cart_action',
  'view_shopping_cart',
  'checkout',
  'checkout_success',
  'view_my_account',
];

/**
 * A visit is a Markov chain. Each row: the mean pause after the kind, in seconds, and the chances of what follows, in
 * percent. Pauses are exponential.
 */
interface Step {
  readonly pause: number;
  readonly next: Readonly<Partial<Record<keyof typeof Kind, number>>>;
}

// biome-ignore format: a table is read by its columns
const PEOPLE: Readonly<Record<Exclude<keyof typeof Kind, 'exit'>, Step>> = {
  home:        { pause: 14, next: { listing: 60, search: 9, product: 10, page: 5, account: 2, exit: 14 } },
  listing:     { pause: 22, next: { product: 51, listing: 19, sorting: 9, search: 3, home: 3, exit: 15 } },
  sorting:     { pause: 12, next: { product: 52, listing: 30, exit: 18 } },
  search:      { pause: 12, next: { product: 50, listing: 18, search: 14, exit: 18 } },
  landing:     { pause: 16, next: { listing: 45, product: 34, exit: 21 } },
  page:        { pause: 30, next: { listing: 28, home: 24, page: 12, product: 12, exit: 24 } },
  product:     { pause: 30, next: { option: 27, suggestions: 14, listing: 27, product: 8, home: 3, search: 3, add: 2.6, page: 2, exit: 13.4 } },
  option:      { pause: 9,  next: { option: 36, add: 5.2, suggestions: 7, listing: 20, product: 9, exit: 22.8 } },
  suggestions: { pause: 14, next: { product: 37, listing: 25, option: 11, exit: 27 } },
  add:         { pause: 10, next: { cart: 66, product: 13, listing: 10, exit: 11 } },
  cart:        { pause: 28, next: { checkout: 46, listing: 14, product: 12, home: 4, exit: 24 } },
  checkout:    { pause: 75, next: { success: 58, cart: 9, page: 4, exit: 29 } },
  success:     { pause: 25, next: { account: 16, home: 8, exit: 76 } },
  account:     { pause: 25, next: { listing: 25, home: 25, page: 14, exit: 36 } },
};

/** This share of visits ends after its first page. */
const BOUNCES = 0.36;

/** A crawler reads on with this chance after each page, so that it makes about 20. */
const CRAWLS_ON = 0.95;

/** Now and then somebody is called away: 2 in 100 pauses are longer by 2 to 25 minutes. */
const IDLE = { chance: 0.02, from: 120_000, to: 1_500_000 };

const rows: readonly Step[] = COLLECTIONS.map((_, kind) => stepOf(kind));
const weights = rows.map(({ next }) => Object.entries(Kind).map(([name, _]) => next[name as keyof typeof Kind] ?? 0));
