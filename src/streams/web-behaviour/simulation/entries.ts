import type { Random } from '../../../stream/random.ts';
import { weightedPick } from '../../../stream/weighted.ts';
import { MARKETS, type Market } from './markets.ts';
import { Kind } from './walk.ts';

/** How a visit begins. */
export interface Entry {
  readonly referrer: string;
  /** Where it lands: a kind of page. */
  readonly kind: number;
  /** Query of the landing page with its question mark, or empty. */
  readonly query: string;
  /** [source, medium, campaign], or undefined when no campaign brought the visitor. */
  readonly utm: Utm | undefined;
}

export type Utm = readonly [source: string, medium: string, campaign: string];
type Way = (random: Random, market: Market) => Entry;

const landing = {
  search: weightedPick([
    [Kind.product, 62],
    [Kind.listing, 22],
    [Kind.home, 14],
    [Kind.page, 2],
  ]),
  shared: weightedPick([
    [Kind.product, 72],
    [Kind.listing, 16],
    [Kind.landing, 6],
    [Kind.home, 6],
  ]),
  paid: weightedPick([
    [Kind.product, 66],
    [Kind.listing, 14],
    [Kind.landing, 20],
  ]),
  direct: weightedPick([
    [Kind.home, 48],
    [Kind.product, 30],
    [Kind.listing, 14],
    [Kind.account, 5],
    [Kind.page, 3],
  ]),
  other: weightedPick([
    [Kind.product, 54],
    [Kind.home, 30],
    [Kind.listing, 16],
  ]),
};

const searchEngine = weightedPick<(market: Market) => string>([
  [(market) => `https://www.google.${market.search}/`, 620],
  [() => 'https://www.google.com/', 210],
  [() => 'android-app://com.google.android.googlequicksearchbox/', 50],
  [() => 'https://www.bing.com/', 62],
  [() => 'https://duckduckgo.com/', 24],
  [() => 'https://search.yahoo.com/', 12],
  [() => 'https://www.ecosia.org/', 14],
  [() => 'https://yandex.ru/', 5],
  [() => 'https://www.startpage.com/', 3],
]);

const socialNetwork = weightedPick([
  ['https://l.facebook.com/', 16],
  ['https://m.facebook.com/', 22],
  ['https://www.facebook.com/', 8],
  ['https://lm.facebook.com/', 6],
  ['https://l.instagram.com/', 18],
  ['https://www.instagram.com/', 4],
  ['https://www.pinterest.com/', 10],
  ['https://www.pinterest.de/', 3],
  ['https://t.co/', 4],
  ['https://www.youtube.com/', 4],
  ['https://www.tiktok.com/', 4],
  ['https://www.reddit.com/', 2],
  ['https://out.reddit.com/', 1],
  ['https://www.linkedin.com/', 1],
  ['https://vk.com/', 1],
]);

const webMail = weightedPick([
  ['https://mail.google.com/', 40],
  ['https://outlook.live.com/', 24],
  ['https://mail.yahoo.com/', 14],
  ['', 22],
]);

const otherSite = weightedPick([
  ['https://blog.example.org/cosy-reading-corners', 4],
  ['https://www.example.net/best-desk-lamps', 3],
  ['https://forum.example.com/t/kitchen-lighting/4711', 2],
  ['https://deals.example.net/lighting', 1],
]);

const campaigns = {
  search: ['brand', 'generic-lamps', 'pendant-lights', 'outdoor-summer', 'shopping-all', 'competitor'],
  social: ['spring-living', 'retargeting-30d', 'lookalike-buyers', 'black-week', 'new-arrivals'],
  mail: ['newsletter-weekly', 'cart-reminder', 'welcome-10', 'vip-preview'],
};

const ways = weightedPick<Way>([
  [(random, market) => plain(searchEngine(random)(market), landing.search(random)), 35],
  [(random) => plain('', landing.direct(random)), 24],
  [(random) => plain(socialNetwork(random), landing.shared(random)), 12],
  [(random) => plain(webMail(random), landing.shared(random)), 2],
  [(random, market) => plain(sisterShop(random, market), landing.other(random)), 3],
  [(random) => plain(otherSite(random), landing.other(random)), 3],
  [(random, market) => paidSearch(random, market), 10],
  [(random) => paidSocial(random), 6],
  [(random) => newsletter(random), 4],
  [(random) => partner(random), 1],
]);

/** Draws how a person's visit to this market begins; a returning one comes more often by itself or by mail. */
export function drawEntry(random: Random, market: Market, returning: boolean): Entry {
  if (returning && random.chance(0.3)) {
    return random.chance(0.75) ? plain('', landing.direct(random)) : newsletter(random);
  }
  return ways(random)(random, market);
}

function plain(referrer: string, kind: number): Entry {
  return { referrer, kind, query: '', utm: undefined };
}

function tagged(referrer: string, kind: number, utm: Utm, extra = ''): Entry {
  return {
    referrer,
    kind,
    query: `?utm_source=${utm[0]}&utm_medium=${utm[1]}&utm_campaign=${utm[2]}${extra}`,
    utm,
  };
}

function paidSearch(random: Random, market: Market): Entry {
  const campaign = random.pick(campaigns.search);
  if (random.chance(0.12)) {
    return tagged(
      'https://www.bing.com/',
      landing.paid(random),
      ['bing', 'cpc', campaign],
      `&msclkid=${token(random, 16)}`,
    );
  }
  const click = `&gclid=Cj0KCQ${token(random, 12)}BwE`;
  return tagged(
    `https://www.google.${market.search}/`,
    landing.paid(random),
    ['google', 'cpc', campaign],
    click,
  );
}

function paidSocial(random: Random): Entry {
  const [source, referrer] = random.pick([
    ['facebook', 'https://m.facebook.com/'],
    ['facebook', 'https://l.facebook.com/'],
    ['instagram', 'https://l.instagram.com/'],
    ['pinterest', 'https://www.pinterest.com/'],
    ['tiktok', 'https://www.tiktok.com/'],
  ] as const);
  return tagged(referrer, landing.paid(random), [source, 'paid_social', random.pick(campaigns.social)]);
}

function newsletter(random: Random): Entry {
  return tagged(webMail(random), landing.shared(random), [
    'newsletter',
    'email',
    random.pick(campaigns.mail),
  ]);
}

function partner(random: Random): Entry {
  return tagged('https://deals.example.net/lighting', landing.paid(random), [
    'deals',
    'affiliate',
    'always-on',
  ]);
}

/** The same shop in another country. */
function sisterShop(random: Random, market: Market): string {
  const other = MARKETS[random.int(0, 11)] ?? market;
  return `https://${other === market ? 'www.lumera.com' : other.host}/`;
}

function token(random: Random, digits: number): string {
  let text = '';
  while (text.length < digits) text += random.bits().toString(36);
  return text.slice(0, digits);
}
