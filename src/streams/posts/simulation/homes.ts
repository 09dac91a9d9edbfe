import type { Random } from '../../../stream/random.ts';
import { weightedDraw } from '../../../stream/weighted.ts';

/** Where an author lives, and what they write into the field for it. */
export interface Home {
  readonly latitude: number;
  readonly longitude: number;
  /** Hours ahead of UTC in winter. */
  readonly utcOffset: number;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Ways to write it. */
  readonly spellings: readonly string[];
}

/** Language, share of its speakers, latitude, longitude, hours ahead of UTC, country, spellings. */
const TABLE = `
en 90 40.71 -74.01 -5 US New York|New York, NY|NYC|NYC 🗽|New York City|Brooklyn, NY|nyc|Manhattan, New York
en 70 34.05 -118.24 -8 US Los Angeles|Los Angeles, CA|LA|L.A. ☀️|los angeles, california
en 40 41.88 -87.63 -6 US Chicago|Chicago, IL|chicago, illinois|Chicago, USA
en 30 29.76 -95.37 -6 US Houston, TX|Houston, Texas|HTX 🤠 Houston
en 26 33.75 -84.39 -5 US Atlanta, GA|ATL|Atlanta|ATL 🍑
en 28 37.77 -122.42 -8 US San Francisco|SF|San Francisco, CA|SF Bay Area|San Francisco 🌉
en 22 47.61 -122.33 -8 US Seattle, WA|Seattle|Seattle, Washington
en 22 38.91 -77.04 -5 US Washington, DC|DC|Washington D.C.
en 20 42.36 -71.06 -5 US Boston|Boston, MA|Boston, Massachusetts
en 18 30.27 -97.74 -6 US Austin, TX|Austin, Texas|ATX Austin
en 16 39.74 -104.99 -7 US Denver, CO|Denver|Denver, Colorado 🏔️
en 14 25.76 -80.19 -5 US Miami|Miami, FL|Miami, Florida 🌴
en 12 36.17 -115.14 -8 US Las Vegas, NV|Vegas|Las Vegas
en 12 39.95 -75.17 -5 US Philadelphia|Philly|Philadelphia, PA
en 9 35.15 -90.05 -6 US Memphis, TN|Memphis, Tennessee
en 8 39.77 -86.16 -5 US Indianapolis, IN|Indiana
en 5 33.66 -95.56 -6 US Paris, TX|Paris, Texas
en 5 45.52 -122.68 -8 US Portland, OR|Portland, Oregon|PDX
en 4 43.66 -70.26 -5 US Portland, ME|Portland, Maine
en 4 39.78 -89.65 -6 US Springfield, IL|Springfield, Illinois
en 22 37.09 -95.71 -6 US USA|United States|🇺🇸|US|United States of America|U.S.A.
en 14 36.78 -119.42 -8 US California|California, USA|Cali, USA
en 12 31.97 -99.90 -6 US Texas|Texas, USA|Deep in the heart of Texas
en 110 51.51 -0.13 0 GB London|London, UK|London, England|london|London 🇬🇧|South London
en 26 53.48 -2.24 0 GB Manchester|Manchester, UK|Manchester, England
en 16 55.86 -4.25 0 GB Glasgow|Glasgow, Scotland
en 14 52.48 -1.9 0 GB Birmingham, UK|Birmingham, England
en 8 51.48 -3.18 0 GB Cardiff, Wales|Cardiff
en 18 54.0 -2.5 0 GB UK|United Kingdom|🇬🇧|England
en 24 53.35 -6.26 0 IE Dublin|Dublin, Ireland|Ireland|Dublin 🇮🇪
en 30 43.65 -79.38 -5 CA Toronto|Toronto, ON|Toronto, Ontario|Toronto, Canada 🇨🇦
en 12 42.98 -81.25 -5 CA London, ON|London, Ontario
en 14 49.28 -123.12 -8 CA Vancouver|Vancouver, BC|Vancouver, Canada
en 30 -33.87 151.21 10 AU Sydney|Sydney, Australia|Sydney, NSW|Sydney 🦘
en 24 -37.81 144.96 10 AU Melbourne|Melbourne, Victoria|Melbourne, Australia
en 10 -36.85 174.76 12 NZ Auckland|Auckland, New Zealand|Aotearoa New Zealand
en 26 28.61 77.21 5.5 IN New Delhi|Delhi, India|India|🇮🇳
en 26 19.08 72.88 5.5 IN Mumbai|Mumbai, India|Bombay
en 16 12.97 77.59 5.5 IN Bengaluru|Bangalore|Bengaluru, India
en 20 6.52 3.38 1 NG Lagos|Lagos, Nigeria|Lagos 🇳🇬|Nigeria
en 14 -33.92 18.42 2 ZA Cape Town|Cape Town, South Africa
en 10 -1.29 36.82 3 KE Nairobi|Nairobi, Kenya
en 10 1.35 103.82 8 SG Singapore|Singapore 🇸🇬
en 14 14.6 120.98 8 PH Manila|Manila, Philippines|Philippines
en 8 52.52 13.4 1 DE Berlin|Berlin, Germany
en 4 41.72 44.79 4 GE Tbilisi, Georgia|Tbilisi
de 90 52.52 13.4 1 DE Berlin|Berlin, Germany|Berlin, Deutschland|berlin|Berlin 🐻
de 40 53.55 9.99 1 DE Hamburg|Hamburg, Deutschland|Hamburg ⚓
de 38 48.14 11.58 1 DE München|Munich, Germany|Muenchen|München, Bayern
de 30 50.94 6.96 1 DE Köln|Cologne|Köln, NRW
de 22 50.11 8.68 1 DE Frankfurt|Frankfurt am Main|Frankfurt, Germany
de 20 48.78 9.18 1 DE Stuttgart|Stuttgart, Germany
de 18 51.34 12.37 1 DE Leipzig|Leipzig, Sachsen
de 26 51.1 10.4 1 DE Deutschland|Germany|🇩🇪
de 40 48.21 16.37 1 AT Wien|Wien, Österreich|Vienna, Austria|Österreich 🇦🇹
de 26 47.37 8.54 1 CH Zürich|Zürich, Schweiz|Schweiz|Zurich, Switzerland
es 46 40.42 -3.7 1 ES Madrid|Madrid, España|España|🇪🇸
es 32 41.39 2.17 1 ES Barcelona|Barcelona, Catalunya|Barcelona, Spain
es 14 37.39 -5.98 1 ES Sevilla|Sevilla, España
es 44 19.43 -99.13 -6 MX Ciudad de México|CDMX|México|Ciudad de México 🇲🇽
es 14 20.67 -103.35 -6 MX Guadalajara, Jalisco|Guadalajara, México
es 36 -34.6 -58.38 -3 AR Buenos Aires|Buenos Aires, Argentina|Argentina 🇦🇷
es 26 4.71 -74.07 -5 CO Bogotá|Bogotá, Colombia|Colombia
es 16 -33.45 -70.67 -4 CL Santiago de Chile|Santiago, Chile|Chile
es 16 -12.05 -77.04 -5 PE Lima|Lima, Perú
es 8 25.76 -80.19 -5 US Miami|Miami, FL
fr 60 48.86 2.35 1 FR Paris|Paris, France|paris|France|Paris 🥐
fr 22 45.76 4.84 1 FR Lyon|Lyon, France
fr 18 43.3 5.37 1 FR Marseille|Marseille 🌊
fr 14 43.6 1.44 1 FR Toulouse|Toulouse, France
fr 16 45.5 -73.57 -5 CA Montréal|Montréal, Québec|Montreal, Canada
fr 14 50.85 4.35 1 BE Bruxelles|Bruxelles, Belgique
fr 8 46.2 6.15 1 CH Genève|Genève, Suisse
fr 8 14.72 -17.47 0 SN Dakar|Dakar, Sénégal
pt 46 -23.55 -46.63 -3 BR São Paulo|São Paulo, Brasil|SP, Brasil|São Paulo, SP
pt 34 -22.91 -43.17 -3 BR Rio de Janeiro|Rio de Janeiro, Brasil|Rio 🇧🇷
pt 14 -19.92 -43.94 -3 BR Belo Horizonte|Belo Horizonte, MG
pt 16 -14.2 -51.9 -3 BR Brasil|Brazil|🇧🇷
pt 20 38.72 -9.14 0 PT Lisboa|Lisboa, Portugal|Portugal
pt 12 41.15 -8.61 0 PT Porto|Porto, Portugal
id 60 -6.21 106.85 7 ID Jakarta|Jakarta, Indonesia|DKI Jakarta|jakarta
id 20 -6.91 107.61 7 ID Bandung|Bandung, Indonesia|Bandung, Jawa Barat
id 18 -7.25 112.75 7 ID Surabaya|Surabaya, Indonesia
id 12 -7.8 110.36 7 ID Yogyakarta|Jogja
id 20 -2.5 118 7 ID Indonesia|🇮🇩|Indonesia 🇮🇩
ja 60 35.68 139.69 9 JP 東京|東京都|Tokyo|Tokyo, Japan|日本 東京
ja 26 34.69 135.5 9 JP 大阪|大阪市|Osaka
ja 12 35.01 135.77 9 JP 京都|Kyoto, Japan
ja 10 33.59 130.4 9 JP 福岡市|福岡
ja 24 36 138 9 JP 日本|Japan|🇯🇵
ar 34 30.04 31.24 2 EG القاهرة|Cairo, Egypt|مصر|القاهرة، مصر
ar 26 24.71 46.68 3 SA الرياض|Riyadh|السعودية|الرياض، السعودية
ar 20 25.2 55.27 4 AE دبي|Dubai|Dubai, UAE|دبي 🇦🇪
ar 12 33.89 35.5 2 LB بيروت|Beirut, Lebanon
ar 12 33.57 -7.59 1 MA الدار البيضاء|Casablanca, Maroc
ar 8 33.31 44.37 3 IQ بغداد|Baghdad, Iraq
it 44 45.46 9.19 1 IT Milano|Milano, Italia|Milan, Italy|🇮🇹
it 40 41.9 12.5 1 IT Roma|Roma, Italia|Rome
it 16 45.07 7.69 1 IT Torino|Turin, Italy
it 14 40.85 14.27 1 IT Napoli|Napoli, Italia 🌋
`;

/** What people write who do not want to say, or want to be funny. None of it is a place. */
export const NOWHERE =
  'the moon|everywhere|nowhere|he/him|she/her|they/them|in your walls|Internet|🌍|your dms|somewhere over the rainbow|worldwide|the void|hyrule|404 not found|🌈✨|planet earth|online|behind you|between books|my bed|en las nubes|irgendwo|partout et nulle part|di hatimu|宇宙|في كل مكان|hell probably|gotham|the internet|home|☕ & 📚|wherever the wifi is|not here'.split(
    '|',
  );

interface Homes {
  readonly list: readonly Home[];
  readonly draw: (random: Random) => number;
}

const homesByLanguage = new Map<string, Homes>();

function homesOf(language: string): Homes {
  let homes = homesByLanguage.get(language);
  if (homes === undefined) {
    const rows = TABLE.trim()
      .split('\n')
      .map((row) => row.split(' '))
      .filter(([of]) => of === language);
    homes = {
      list: rows.map(readHome),
      draw: weightedDraw(rows.map(([, weight]) => Number(weight))),
    };
    homesByLanguage.set(language, homes);
  }
  return homes;
}

function readHome(row: readonly string[]): Home {
  const [, , latitude, longitude, utcOffset, country = '', ...spellings] = row;
  return {
    latitude: Number(latitude),
    longitude: Number(longitude),
    utcOffset: Number(utcOffset),
    country,
    spellings: spellings.join(' ').split('|'),
  };
}

/** A home of a speaker of the language. */
export function drawHome(random: Random, language: string): Home {
  const homes = homesOf(language);
  return homes.list[homes.draw(random)] ?? ANYWHERE;
}

const ANYWHERE: Home = {
  latitude: 51.51,
  longitude: -0.13,
  utcOffset: 0,
  country: 'GB',
  spellings: ['London'],
};

/** Every home there is. */
export function allHomes(): readonly Home[] {
  const languages = new Set(
    TABLE.trim()
      .split('\n')
      .map((row) => row.slice(0, 2)),
  );
  return [...languages].flatMap((language) => homesOf(language).list);
}
