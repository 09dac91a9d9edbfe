import { readFileSync } from 'node:fs';
import { foldName } from './fold.ts';

/** All populated places of 15,000 inhabitants and more; parallel lists, indexed by the city's position. */
export interface Gazetteer {
  readonly names: readonly string[];
  /** ISO 3166-1 alpha-2. */
  readonly countries: readonly string[];
  /** First-level division where it is kept (AU, BR, CA, DE, GB, US), else empty; of the USA the USPS code. */
  readonly divisions: readonly string[];
  readonly populations: Float64Array;
  /** Degrees, to a hundredth. */
  readonly latitudes: Float64Array;
  readonly longitudes: Float64Array;
  /** 1 for a part of a larger city. */
  readonly districts: Uint8Array;
  /** Positions of the cities of a name, as `foldName` writes it. */
  named(folded: string): readonly number[];
  /** Whether the city's own name, not one of its others, is this one. */
  isOwnName(city: number, folded: string): boolean;
}

const NONE: readonly number[] = [];

let loaded: Gazetteer | undefined;

/** The gazetteer; read when first asked for, in some 0.2 s. */
export function gazetteer(): Gazetteer {
  loaded ??= readGazetteer(readText('cities.txt'));
  return loaded;
}

function readText(name: string): string {
  return readFileSync(new URL(`generated/${name}`, import.meta.url), 'utf8');
}

/**
 * Reads
 *
 *     file    = { country { city } } ;
 *     country = "=" alpha-2 newline ;
 *     city    = ["~"] name tab division tab population tab latitude tab longitude [tab other {"|" other}] newline ;
 *
 * where ~ marks a district, numbers are in base 36, the population is in hundreds, latitude and longitude are in
 * hundredths of a degree from the south pole and from 180° W, and other names are folded.
 */
function readGazetteer(text: string): Gazetteer {
  const names: string[] = [];
  const countries: string[] = [];
  const divisions: string[] = [];
  const numbers: number[] = [];
  const districts: number[] = [];
  const byName = new Map<string, number | number[]>();
  let country = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('=')) country = line.slice(1);
    if (line === '' || line.startsWith('=')) continue;
    const [name = '', division = '', population = '', latitude = '', longitude = '', others = ''] =
      line.split('\t');
    const city = names.length;
    const isDistrict = name.startsWith('~');
    names.push(isDistrict ? name.slice(1) : name);
    countries.push(country);
    divisions.push(division);
    districts.push(isDistrict ? 1 : 0);
    numbers.push(
      Number.parseInt(population, 36) * 100,
      Number.parseInt(latitude, 36) / 100 - 90,
      Number.parseInt(longitude, 36) / 100 - 180,
    );
    addName(byName, foldName(names[city] ?? ''), city);
    if (others !== '') for (const other of others.split('|')) addName(byName, other, city);
  }
  const column = (place: number): Float64Array =>
    Float64Array.from(names, (_, city) => numbers[3 * city + place] ?? 0);
  return {
    names,
    countries,
    divisions,
    populations: column(0),
    latitudes: column(1),
    longitudes: column(2),
    districts: Uint8Array.from(districts),
    named(folded) {
      const found = byName.get(folded);
      return found === undefined ? NONE : typeof found === 'number' ? [found] : found;
    },
    isOwnName: (city, folded) => foldName(names[city] ?? '') === folded,
  };
}

function addName(byName: Map<string, number | number[]>, name: string, city: number): void {
  const before = byName.get(name);
  if (before === undefined) byName.set(name, city);
  else if (typeof before === 'number') byName.set(name, [before, city]);
  else before.push(city);
}

/** Names of countries in some forty languages, folded, with their alpha-2 codes. */
export function countryNames(): readonly (readonly [name: string, iso2: string])[] {
  return readText('countries.txt')
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [iso2 = '', names = ''] = line.split('\t');
      return names.split('|').map((name) => [name, iso2] as const);
    });
}
