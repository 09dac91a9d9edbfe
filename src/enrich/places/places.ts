import { countryByIso2 } from '../countries.ts';
import { type Mention, mentionsIn } from './mentions.ts';
import { nearestCity } from './nearest.ts';
import { NOWHERE, type Place } from './place.ts';
import { ofCityAt, resolve } from './resolve.ts';

export type { Place } from './place.ts';

/** Of a location only so many characters are looked at. */
const MOST_CHARACTERS = 200;

/** A point further from every city than this many kilometres is in no city, further than the second in no country. */
const CITY_WITHIN = 50;
const COUNTRY_WITHIN = 100;

/** Two regional indicators, or the flags of England, Scotland and Wales (a black flag with tags). */
const FLAGS = /[\u{1F1E6}-\u{1F1FF}]{2}|\u{1F3F4}[\u{E0061}-\u{E007A}]+\u{E007F}/gu;
const REGIONAL_A = 0x1f1e6;
const BLACK_FLAG = '\u{1F3F4}';

/** Latitude and longitude written out, as phones used to put them there. */
const POINT = /(-?\d{1,2}\.\d{2,})\s*[,;]\s*(-?\d{1,3}\.\d{2,})/;

/** What stands between the parts of a location. A hyphen only with blanks: `Aix-en-Provence` is one name. */
const SEPARATORS = /[,;|/\\•·・→()[\]<>{}&+~:="“”„«»!?*@_\n\t،؛，、。；｜／]+| [-–—✈]+ |—|➡️?|✈️?/u;

/**
 * The place that a free text names, such as the location of a profile: `Berlin`, `Paris, TX`, `NYC 🗽`, `🇩🇪`, `東京都`.
 * Names are compared by whole words, in some forty languages for countries and in the local and the Latin script for
 * cities. Where several cities have the name, what stands beside it decides, then the population; when two are about
 * as large (`Springfield`), only what they have in common is told. What names no place (`the moon`) is nowhere.
 */
export function placeOfText(location: string): Place {
  const text = location.slice(0, MOST_CHARACTERS);
  const point = POINT.exec(text);
  if (point !== null) return placeOfPoint(Number(point[1]), Number(point[2]));
  const flags = flagsIn(text);
  const words = flags.length > 0 ? text.replace(FLAGS, ' ') : text;
  const mentions = mentionsOf(words.split(SEPARATORS));
  if (mentions.length > 0) {
    const place = resolve([...mentions, ...flags.map(mentionOfFlag)]);
    if (place !== NOWHERE) return place;
  }
  const [flag] = flags;
  return flag === undefined || flags.length > 1 ? NOWHERE : { city: null, country: flag, us_state: null };
}

/** What the parts of a location mention. */
function mentionsOf(parts: readonly string[]): readonly Mention[] {
  const mentions = parts.flatMap((part) => mentionsIn(part));
  const [only] = mentions;
  if (only?.form !== 'code' || mentions.length > 1) return mentions;
  const place = parts.findIndex((part) => part.trim() !== '');
  return mentionsIn(parts[place] ?? '').length > 0 ? mentions : [afterUnknown(only)];
}

/** A code after a town that is too small for the gazetteer: `Hicksville, NY`. `DE` may be Germany there, or Delaware. */
function afterUnknown(mention: Mention): Mention {
  const states = mention.areas.filter(({ country, division }) => country === 'US' && division !== '');
  if (states.length === 0) return { ...mention, form: 'name' };
  return mention.name === 'de' ? mention : { ...mention, areas: states, form: 'name' };
}

/** Alpha-2 codes of the distinct flags in a text. */
function flagsIn(text: string): readonly string[] {
  const found = text.match(FLAGS);
  if (found === null) return [];
  const codes = found.map((flag) => {
    if (flag.startsWith(BLACK_FLAG)) return 'GB';
    const letters = [...flag].map((sign) => (sign.codePointAt(0) ?? 0) - REGIONAL_A);
    return String.fromCharCode(...letters.map((letter) => 65 + letter));
  });
  return [...new Set(codes)].filter((code) => countryByIso2(code) !== undefined);
}

function mentionOfFlag(country: string): Mention {
  return { name: country.toLowerCase(), cities: [], areas: [{ country, division: '' }], form: 'name' };
}

/**
 * The populated place nearest to a point (degrees): its name up to 50 km away, its country and US state up to 100 km,
 * beyond that nowhere. Districts count as their city.
 */
export function placeOfPoint(lat: number, lon: number): Place {
  if (!(Math.abs(lat) <= 90) || !(Math.abs(lon) <= 180)) return NOWHERE;
  const nearest = nearestCity(lat, lon, COUNTRY_WITHIN);
  if (nearest === undefined) return NOWHERE;
  const place = ofCityAt(nearest.city);
  return nearest.km <= CITY_WITHIN ? place : { ...place, city: null };
}
