import type { Area } from './areas.ts';
import { COMMON_WORDS } from './common-words.ts';
import { type Gazetteer, gazetteer } from './gazetteer.ts';
import type { Mention } from './mentions.ts';
import { NOWHERE, type Place } from './place.ts';

/** Between cities of one name the largest counts, when it is so many times as large as the next. */
const CLEARLY_LARGER = 1.5;
/** A name that is not the city's own counts for so much less: Amman was once a Philadelphia. */
const OTHER_NAME = 1 / 5;
/** A city this large is meant even when what is written after it does not fit: `Chennai, TN`, `Torino, TO`. */
const LARGE = { afterCode: 100_000, afterName: 300_000 };
/** A city rather than the division of the same name around it, or rather than one elsewhere, from these populations on. */
const METROPOLIS = { inside: 1_000_000, elsewhere: 2_000_000 };

/** Codes that mean one thing only when they stand alone, and are no word either. */
const ALONE =
  /^(?:US|UK|GB|NY|NJ|TX|FL|WI|KS|WV|WY|VT|NV|NH|AK|CT|BC|FR|ES|JP|CN|KR|AU|NZ|BR|MX|CH|AT|NL|SE|FI|DK|PL|TR|GR|PT|UA|RU|TH|VN|PH|MY|SG|HK|TW|ZA|NG|KE|GH|EG|USA|GBR|DEU|FRA|ESP|ITA|JPN|CHN|KOR|AUS|NZL|BRA|MEX|CHE|AUT|NLD|SWE|NOR|DNK|FIN|POL|TUR|GRC|PRT|UKR|RUS|IND|IDN|THA|VNM|PHL|MYS|ZAF|NGA|KEN|GHA|EGY|ARG|COL|CHL|IRL|UAE|KSA|NSW|QLD)$/;

/** The place that mentions of one location agree on; the first city named counts, or else the first area. */
export function resolve(mentions: readonly Mention[]): Place {
  const [only] = mentions;
  if (only === undefined) return NOWHERE;
  const isAlone = mentions.length === 1;
  if (isAlone && only.form === 'code')
    return ALONE.test(only.name.toUpperCase()) ? ofAreas(only.areas) : NOWHERE;
  for (const mention of mentions) {
    if (mention.cities.length === 0 || mention.form === 'code') continue;
    const others = mentions.filter((other) => other !== mention && other.areas.length > 0);
    const place = ofCity(mention, others);
    if (place !== undefined) return place;
  }
  return ofMentionedAreas(mentions);
}

/** The city that a mention means; undefined when it means an area, or no place at all. */
function ofCity(mention: Mention, others: readonly Mention[]): Place | undefined {
  const places = gazetteer();
  const matches = (city: number): number =>
    others.filter((other) => other.areas.some((area) => lies(places, city, area))).length;
  const most = Math.max(...mention.cities.map(matches));
  if (most === 0 && mention.form === 'nickname')
    return agreed(places, mention.cities.slice(0, 1), mention.name);
  const fitting = mention.cities.filter((city) => matches(city) === most);
  const largest = likeliestOf(places, fitting, mention.name);
  const population = places.populations[largest] ?? 0;
  const asArea = agreesWith(mention, others);
  if (most > 0) {
    // `Mexico, MX` is an area; `New York, USA`, `Berlin, Germany` and `Surrey, Canada` are cities.
    const isNarrow = others.some(({ areas }) => areas.some(isDivision));
    const isArea = mention.form === 'name' && asArea && !isNarrow && isRatherArea(places, mention, largest);
    return isArea ? undefined : agreed(places, fitting, mention.name);
  }
  if (isRatherArea(places, mention, largest) || asArea || COMMON_WORDS.has(mention.name)) return undefined;
  const enough = others.every(({ form }) => form === 'code') ? LARGE.afterCode : LARGE.afterName;
  return others.length > 0 && population < enough ? undefined : agreed(places, fitting, mention.name);
}

const isDivision = ({ division }: Area): boolean => division !== '';

/** How likely a city is meant by a name, as a number of people. */
function weightOf(places: Gazetteer, city: number, name: string): number {
  return (places.populations[city] ?? 0) * (places.isOwnName(city, name) ? 1 : OTHER_NAME);
}

function likeliestOf(places: Gazetteer, cities: readonly number[], name: string): number {
  let [likeliest = -1] = cities;
  for (const city of cities) {
    if (weightOf(places, city, name) > weightOf(places, likeliest, name)) likeliest = city;
  }
  return likeliest;
}

/** Whether an area that the mention may mean is in a country that is mentioned, too. */
function agreesWith({ areas }: Mention, others: readonly Mention[]): boolean {
  const countries = new Set(others.flatMap((other) => other.areas.map(({ country }) => country)));
  return areas.some(({ country }) => countries.has(country));
}

/** Whether a name of both means the area: a country unless the city has just its name, a division unless it is small. */
function isRatherArea(places: Gazetteer, { areas, name }: Mention, largest: number): boolean {
  if (areas.length === 0) return false;
  const population = places.populations[largest] ?? 0;
  const around = areas.find((area) => lies(places, largest, area));
  if (around === undefined) return population < METROPOLIS.elsewhere || !places.isOwnName(largest, name);
  if (around.division === '' && places.isOwnName(largest, name)) return false;
  return around.division === '' || population < METROPOLIS.inside;
}

function lies({ countries, divisions }: Gazetteer, city: number, { country, division }: Area): boolean {
  return countries[city] === country && (division === '' || divisions[city] === division);
}

/** The likeliest city, or, when others of the name are about as likely, what they have in common. */
function agreed(places: Gazetteer, cities: readonly number[], name: string): Place {
  const most = weightOf(places, likeliestOf(places, cities, name), name);
  const rivals = cities.filter((city) => weightOf(places, city, name) * CLEARLY_LARGER > most);
  const [first] = rivals;
  if (first === undefined) return NOWHERE;
  const country = places.countries[first] ?? null;
  const division = places.divisions[first] ?? '';
  if (rivals.length === 1) return ofCityAt(first);
  if (rivals.some((city) => places.countries[city] !== country)) return NOWHERE;
  const sameDivision = rivals.every((city) => places.divisions[city] === division);
  return { city: null, country, us_state: country === 'US' && sameDivision ? division : null };
}

/** The place of a city of the gazetteer. */
export function ofCityAt(at: number): Place {
  const { names, countries, divisions } = gazetteer();
  const country = countries[at] ?? null;
  return {
    city: names[at] ?? null,
    country,
    us_state: country === 'US' ? divisions[at] || null : null,
  };
}

/** The first area, as narrow as the others allow: `California, USA`, `USA, Texas`, `Georgia, USA`. */
function ofMentionedAreas(mentions: readonly Mention[]): Place {
  const named = mentions.filter(({ areas, form }) => areas.length > 0 && form !== 'code');
  const all = named.length > 0 ? named : mentions.filter(({ areas }) => areas.length > 0);
  const [first] = all;
  if (first === undefined) return NOWHERE;
  const fits = (area: Area): boolean =>
    all.every((other) => other.areas.some(({ country }) => country === area.country));
  const fitting = all.flatMap(({ areas }) => areas).filter(fits);
  return ofAreas(fitting.length > 0 ? narrowFirst(fitting) : first.areas);
}

function narrowFirst(areas: readonly Area[]): readonly Area[] {
  const narrow = areas.filter(isDivision);
  return narrow.length > 0 ? narrow : areas;
}

function ofAreas([area]: readonly Area[]): Place {
  if (area === undefined) return NOWHERE;
  const { country, division } = area;
  return { city: null, country, us_state: country === 'US' && division !== '' ? division : null };
}
