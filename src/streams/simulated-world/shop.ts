import type { Random } from '../../stream/random.ts';
import { MARKETS } from '../web-behaviour/simulation/markets.ts';
import { type Assortment, assortment } from '../web-behaviour/simulation/products.ts';

/** The shop whose visits `web-behaviour` simulates: what people say links to the pages that they visit there. */
export const SHOP_NAME = 'Lumera';

/** The shop's host for speakers of a language. */
const HOSTS: Readonly<Record<string, string>> = {
  en: 'www.lumera.com',
  de: 'www.lumera.de',
  es: 'www.lumera.es',
  fr: 'www.lumera.fr',
  it: 'www.lumera.it',
  pt: 'www.lumera.com.br',
  ar: 'www.lumera.ae',
  id: 'www.lumera.sg',
  ja: 'www.lumera.hk',
};

const known = new Set(MARKETS.map(({ host }) => host));

/** Scheme and host of the shop for a language. */
export function shopSite(language: string): string {
  const host = HOSTS[language] ?? '';
  return `https://${known.has(host) ? host : 'www.lumera.com'}`;
}

/** A product as people speak of it. */
export interface Product {
  /** Its model, such as `Nora`. */
  readonly model: string;
  /** English noun, such as `pendant` or `table lamp`. */
  readonly noun: string;
  /** File name of its page. */
  readonly page: string;
}

/** Draws a product as often as it is visited. */
export function drawProduct(random: Random): Product {
  const range: Assortment = assortment();
  const product = range.draw(random);
  const page = range.pages[product] ?? '';
  const [model = '', ...noun] = page.split('-').slice(0, -1);
  return { model: model.slice(0, 1).toUpperCase() + model.slice(1), noun: noun.join(' '), page };
}
