/** How a market writes an amount: `343,00` and `1.234,50`, or `880.00`. */
export type PriceStyle = 'comma' | 'point';

/** One host of the simulated shop, with the country its visitors come from. */
export interface Market {
  readonly host: string;
  /** Share of visitors, relative to the others. */
  readonly weight: number;
  readonly currency: string;
  /** How many units of the currency one euro buys, roughly: prices look right, they are not rates. */
  readonly perEuro: number;
  readonly prices: PriceStyle;
  /** Hours ahead of UTC in winter, one of them per visitor. Summer time is left out. */
  readonly utcOffsets: readonly number[];
  /** The market's search engine domain: www.google.{search}. */
  readonly search: string;
  /** Path prefixes of its stores with their weights: languages, outlets, business. One store each. */
  readonly stores: readonly (readonly [path: string, weight: number])[];
}

/**
 * Host, weight, currency and units per euro, price style, hours ahead of UTC, search engine, stores (path:weight).
 * The strongest first.
 */
const TABLE = `
www.lumera.de 150 EUR 1 comma 1 de /:78,/outlet:12,/business:6,/en:4
www.lumera.com 130 USD 1.1 point -5,-5,-6,-6,-7,-8 com /:74,/es:10,/outlet:11,/business:5
www.lumera.co.uk 105 GBP 0.86 point 0 co.uk /:80,/outlet:13,/business:7
www.lumera.fr 95 EUR 1 comma 1 fr /:80,/outlet:13,/business:7
www.lumera.it 62 EUR 1 comma 1 it /:80,/outlet:13,/business:7
www.lumera.es 55 EUR 1 comma 1 es /:85,/ca:8,/outlet:7
www.lumera.com.au 48 AUD 1.65 point 10,10,10,9.5,8 com.au /:9,/business:1
www.lumera.se 44 SEK 11.3 comma 1 se /:80,/outlet:13,/business:7
www.lumera.ro 40 RON 4.97 comma 2 ro /:9,/business:1
www.lumera.ch 38 CHF 0.96 point 1 ch /de:62,/fr:24,/it:9,/en:5
www.lumera.at 36 EUR 1 comma 1 at /:9,/business:1
www.lumera.nl 34 EUR 1 comma 1 nl /:80,/outlet:13,/business:7
www.lumera.ca 31 CAD 1.48 point -5,-5,-7,-8 ca /en:76,/fr:24
www.lumera.be 27 EUR 1 comma 1 be /nl:55,/fr:42,/de:3
www.lumera.pl 26 PLN 4.3 comma 1 pl /:9,/business:1
www.lumera.dk 24 DKK 7.46 comma 1 dk /:9,/business:1
www.lumera.no 23 NOK 11.6 comma 1 no /:9,/business:1
www.lumera.fi 21 EUR 1 comma 2 fi /fi:92,/sv:8
www.lumera.com.mx 20 MXN 20 point -6 com.mx /:9,/business:1
www.lumera.hu 19 HUF 392 comma 1 hu /:9,/business:1
www.lumera.cz 18 CZK 25 comma 1 cz /:9,/business:1
www.lumera.pt 17 EUR 1 comma 0 pt /:9,/business:1
www.lumera.com.br 16 BRL 5.9 comma -3 com.br /:9,/business:1
www.lumera.ie 15 EUR 1 point 0 ie /:9,/business:1
www.lumera.sg 14 SGD 1.45 point 8 com.sg /:1
www.lumera.hk 13 HKD 8.5 point 8 com.hk /zh:70,/en:30
www.lumera.co.nz 12 NZD 1.78 point 12 co.nz /:9,/business:1
www.lumera.bg 12 BGN 1.96 comma 2 bg /:1
www.lumera.hr 11 EUR 1 comma 1 hr /:1
www.lumera.gr 11 EUR 1 comma 2 gr /:1
www.lumera.sk 10 EUR 1 comma 1 sk /:9,/business:1
www.lumera.rs 9 RSD 117 comma 1 rs /:1
www.lumera.cl 9 CLP 1030 comma -4 cl /:1
www.lumera.si 8 EUR 1 comma 1 si /:1
www.lumera.lt 7 EUR 1 comma 2 lt /:1
www.lumera.ee 6 EUR 1 comma 2 ee /:1
www.lumera.lv 6 EUR 1 comma 2 lv /:1
www.lumera.com.tr 6 TRY 38 comma 3 com.tr /:1
www.lumera.co.za 5 ZAR 20 point 2 co.za /:1
www.lumera.lu 4 EUR 1 comma 1 lu /fr:70,/de:30
www.lumera.ae 4 AED 4 point 4 ae /en:80,/ar:20
www.lumera.is 3 ISK 149 comma 0 is /:1
www.lumera.store 6 EUR 1 point 0,1,2,3,5.5,8,9 com /:1
www.lumera.africa 3 EUR 1 point 0,1,2,3 com /:1
`;

/** The shop's markets: about 40 countries, and two hosts that stand for none. */
export const MARKETS: readonly Market[] = TABLE.trim().split('\n').map(readMarket);

function readMarket(line: string): Market {
  const [host = '', weight, currency = '', perEuro, prices, offsets = '', search = '', stores = ''] =
    line.split(' ');
  return {
    host,
    weight: Number(weight),
    currency,
    perEuro: Number(perEuro),
    prices: prices === 'point' ? 'point' : 'comma',
    utcOffsets: offsets.split(',').map(Number),
    search,
    stores: stores.split(',').map((store) => {
      const [path = '', share] = store.split(':');
      return [path === '/' ? '' : path, Number(share)] as const;
    }),
  };
}

/** The id of each market's first store; the ids of all stores run from 1 without a gap. */
export const FIRST_STORE_IDS: readonly number[] = MARKETS.map(
  (_, position) => 1 + MARKETS.slice(0, position).reduce((sum, market) => sum + market.stores.length, 0),
);

/** How many stores there are: the known store ids are 1 to this. */
export const STORE_COUNT = MARKETS.reduce((sum, market) => sum + market.stores.length, 0);
