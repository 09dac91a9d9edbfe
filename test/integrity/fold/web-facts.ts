// What a web event means, on a closed set of values: written down by hand, not asked of the program.

export interface Agent {
  readonly text: string | null;
  readonly browser: string;
  readonly os: string;
  readonly device: string;
  readonly isBot: boolean;
}

export const AGENTS: readonly Agent[] = [
  { text: null, browser: 'Other', os: 'Other', device: 'other', isBot: false },
  {
    text: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    browser: 'Firefox',
    os: 'Linux',
    device: 'desktop',
    isBot: false,
  },
  {
    text: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
    browser: 'Chrome',
    os: 'Windows',
    device: 'desktop',
    isBot: false,
  },
  {
    text: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
    browser: 'Mobile Safari',
    os: 'iOS',
    device: 'mobile',
    isBot: false,
  },
  {
    text: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    browser: 'Googlebot',
    os: 'Other',
    device: 'bot',
    isBot: true,
  },
];

export interface Page {
  readonly url: string | null;
  readonly country: string | null;
  /** Registrable name without its suffix. */
  readonly site: string | null;
  readonly path: string | null;
  readonly utm: readonly [string | null, string | null, string | null];
}

const NO_UTM = [null, null, null] as const;

export const PAGES: readonly Page[] = [
  { url: null, country: null, site: null, path: null, utm: NO_UTM },
  {
    url: 'https://www.shop.de/rings/aurora?x=1',
    country: 'DE',
    site: 'shop',
    path: '/rings/aurora',
    utm: NO_UTM,
  },
  { url: 'https://shop.com/', country: 'US', site: 'shop', path: '/', utm: NO_UTM },
  { url: 'http://shop.co.uk/a%20b/', country: 'GB', site: 'shop', path: '/a b', utm: NO_UTM },
  { url: 'https://boutique.store/x', country: null, site: 'boutique', path: '/x', utm: NO_UTM },
  { url: 'https://192.168.0.1/x#y', country: null, site: null, path: '/x', utm: NO_UTM },
  {
    url: 'https://shop.fr/p?utm_source=news&utm_medium=email&utm_campaign=May%20Day#top',
    country: 'FR',
    site: 'shop',
    path: '/p',
    utm: ['news', 'email', 'May Day'],
  },
  {
    url: 'https://shop.fr/q?utm_medium=cpc&utm_source=',
    country: 'FR',
    site: 'shop',
    path: '/q',
    utm: [null, 'cpc', null],
  },
];

export interface Referrer {
  readonly url: string | null;
  readonly domain: string | null;
  readonly site: string | null;
  readonly kind: string | null;
}

export const REFERRERS: readonly Referrer[] = [
  { url: null, domain: null, site: null, kind: null },
  { url: 'https://www.google.de/', domain: 'google.de', site: 'google', kind: 'search' },
  { url: 'https://www.facebook.com/x?y', domain: 'facebook.com', site: 'facebook', kind: 'social' },
  { url: 'https://shop.fr/a', domain: 'shop.fr', site: 'shop', kind: 'unknown' },
  { url: 'https://blog.example.org/x', domain: 'example.org', site: 'example', kind: 'unknown' },
  { url: 'https://mail.google.com/mail', domain: 'google.com', site: 'google', kind: 'email' },
];

export const VIEW = 'view_product_detail';

export const COLLECTIONS: readonly { readonly name: string; readonly isPage: boolean }[] = [
  { name: VIEW, isPage: true },
  { name: VIEW, isPage: true },
  { name: 'view_listing_page', isPage: true },
  { name: 'view_home_page', isPage: true },
  { name: 'select_product_option', isPage: false },
  { name: 'add_to_cart_action', isPage: false },
  { name: 'checkout', isPage: true },
  { name: 'checkout_success', isPage: true },
  { name: 'something_else', isPage: false },
];

/** One event as a reader of the documentation understands it. */
export interface WebFact {
  readonly id: string;
  readonly time: number;
  readonly collection: string;
  readonly isPage: boolean;
  readonly device: string | null;
  readonly agent: Agent;
  readonly page: Page;
  readonly referrer: Referrer;
  readonly product: string | null;
  readonly store: string | null;
  /** Fields of the event itself, which come before those of the address. */
  readonly utm: readonly [string | null, string | null, string | null];
}

export const campaignOf = (fact: WebFact): (string | null)[] =>
  fact.utm.map((own, index) => own ?? fact.page.utm[index] ?? null);

const isSelfReferral = ({ page, referrer }: WebFact): boolean =>
  page.site !== null && page.site === referrer.site;

/** paid, email, internal, search, social, unknown; missing without a referrer. */
function mediumOf(fact: WebFact): string | null {
  const medium = campaignOf(fact)[1]?.toLowerCase();
  if (medium === 'cpc' || medium === 'display') return 'paid';
  if (medium === 'email' || fact.referrer.kind === 'email') return 'email';
  if (fact.referrer.url === null) return null;
  return isSelfReferral(fact) ? 'internal' : fact.referrer.kind;
}

/** The dimensions of the rollups, `undefined` for what is missing (V1). */
export function dimensionsOf(fact: WebFact): Readonly<Record<string, string | boolean>> {
  const [source, medium, name] = campaignOf(fact);
  const member = (value: string | null | undefined): string => value ?? 'undefined';
  return {
    product_id: member(fact.product),
    store_id: member(fact.store),
    country: member(fact.page.country),
    referrer_url: member(fact.referrer.url),
    referrer_domain: member(fact.referrer.domain),
    referrer_medium: member(mediumOf(fact)),
    is_self_referral: isSelfReferral(fact),
    browser: fact.agent.browser,
    os: fact.agent.os,
    device_type: fact.agent.device,
    is_bot: fact.agent.isBot,
    collection: fact.collection,
    campaign_source: member(source),
    campaign_medium: member(medium),
    campaign_name: member(name),
  };
}
