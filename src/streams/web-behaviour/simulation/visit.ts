import type { Random } from '../../../stream/random.ts';
import type { Entry } from './entries.ts';
import type { Assortment } from './products.ts';
import { drawEmail, type Visitor } from './visitors.ts';
import { Kind, nextCrawl, nextStep, pauseAfter, pauseOfCrawler } from './walk.ts';

/** What the walk of a visit draws from. */
export interface Surroundings {
  readonly random: Random;
  readonly range: Assortment;
  /** 1, or less when visits are hurried so that fewer of them go on at a time. */
  readonly pace: number;
}

const PAGES = [
  'about-us',
  'shipping-and-returns',
  'faq',
  'contact',
  'privacy',
  'lighting-guide',
  'store-finder',
];
const SEARCHES =
  'pendant brass+lamp led kitchen+light outdoor floor+lamp smart+bulb desk ceiling linen+shade nora'.split(
    ' ',
  );
const SORTINGS = ['price', 'newest', 'bestseller', 'rating'];
const LANDINGS = ['black-week', 'spring-living', 'new-arrivals', 'outdoor-season'];

/** One visit: where it is, and what its latest event says. */
export class Visit {
  readonly visitor: Visitor;
  readonly entry: Entry;
  /** How much later than it happened each of its events arrives, in milliseconds: a device with a bad connection. */
  readonly lag: number;
  kind: number;
  /** The product that is looked at, or that a listing is about to lead to; listings show its category. */
  product: number;
  /** Position of the chosen value of each of the product's choices. */
  readonly chosen: [number, number] = [0, 0];
  /** The choice that was changed last. */
  changed = 0;
  url: string;
  referrer: string;
  email: string;
  /** What lies in the cart, in euro cents. */
  cart = 0;
  /** The parts of a line that stay the same, once the renderer has made them. */
  deviceText = '';
  agentText = '';
  #first = true;

  constructor(visitor: Visitor, entry: Entry, lag: number, at: Surroundings) {
    this.visitor = visitor;
    this.entry = entry;
    this.lag = lag;
    this.kind = entry.kind;
    this.product = at.range.draw(at.random);
    this.#reset();
    this.referrer = entry.referrer;
    this.email = visitor.email;
    this.url = this.#address(at) + entry.query;
  }

  /** Makes the next step; false when the visit is over. */
  advance(at: Surroundings): boolean {
    const next = this.visitor.isBot ? nextCrawl(at.random) : nextStep(at.random, this.kind, this.#first);
    if (next === Kind.exit) return false;
    this.#first = false;
    const before = this.kind;
    this.kind = next;
    switch (next) {
      case Kind.suggestions:
        return true;
      case Kind.option:
        this.#choose(at);
        return true;
      case Kind.add:
        this.cart += at.range.cents[this.product] ?? 0;
        return true;
    }
    this.referrer = this.visitor.isBot ? '' : this.url;
    this.#move(at, before);
    this.url = this.#address(at);
    return true;
  }

  /** Milliseconds until the next step. */
  pause({ random, pace }: Surroundings): number {
    return pace * (this.visitor.isBot ? pauseOfCrawler(random) : pauseAfter(random, this.kind));
  }

  #move({ random, range }: Surroundings, before: number): void {
    const led = before === Kind.listing || before === Kind.sorting || before === Kind.search;
    if (this.kind === Kind.listing || this.kind === Kind.search || (this.kind === Kind.product && !led)) {
      this.product = range.draw(random);
    }
    if (this.kind === Kind.product) this.#reset();
    if (this.kind === Kind.checkout && this.email === '') {
      this.email = drawEmail(random);
      this.deviceText = '';
    }
    if (this.kind === Kind.success && random.chance(0.4)) this.referrer = 'https://www.paypal.com/';
  }

  /** Every product page opens with the same choices, whoever opens it. */
  #reset(): void {
    this.chosen[0] = this.product;
    this.chosen[1] = this.product >> 3;
  }

  #choose({ random, range }: Surroundings): void {
    const choices = range.categories[range.category[this.product] ?? 0]?.choices ?? [];
    const choice = random.int(0, choices.length - 1);
    const value = random.int(0, 63);
    if (choice === 0) this.chosen[0] = value;
    else this.chosen[1] = value;
    this.changed = choice;
    const query = choices[choice]?.query ?? [''];
    this.url = [this.visitor.site, '/', range.pages[this.product], '?', query[value % query.length]].join('');
  }

  #address({ random, range }: Surroundings): string {
    const { site } = this.visitor;
    const category = range.categories[range.category[this.product] ?? 0]?.path ?? '';
    switch (this.kind) {
      case Kind.listing:
        return [site, '/', category, random.chance(0.2) ? `?p=${random.int(2, 9)}` : ''].join('');
      case Kind.sorting:
        return `${site}/${category}?sort=${random.pick(SORTINGS)}`;
      case Kind.search:
        return `${site}/search?q=${random.pick(SEARCHES)}`;
      case Kind.landing:
        return `${site}/${random.pick(LANDINGS)}`;
      case Kind.page:
        return `${site}/${random.pick(PAGES)}`;
      case Kind.product:
        return [site, '/', range.pages[this.product]].join('');
      case Kind.cart:
        return `${site}/checkout/cart/`;
      case Kind.checkout:
        return `${site}/checkout/onepage/`;
      case Kind.success:
        return `${site}/checkout/onepage/success/`;
      case Kind.account:
        return `${site}/customer/account/`;
      default:
        return `${site}/`;
    }
  }
}
