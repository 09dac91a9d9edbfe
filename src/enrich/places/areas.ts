import { COUNTRIES } from '../countries.ts';
import { COUNTRY_ALIASES, DIVISION_CODES, DIVISIONS } from './divisions.ts';
import { foldName } from './fold.ts';
import { countryNames } from './gazetteer.ts';

/** A country, or a division of one. */
export interface Area {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Code of the division as the gazetteer has it; empty for the country itself or where it keeps none. */
  readonly division: string;
}

/** Areas by how they are written. A way to write may mean several; the likelier one comes first. */
export interface Areas {
  /** By a name as `foldName` writes it. */
  named(folded: string): readonly Area[];
  /** By a code of two or three letters, in capitals. */
  coded(code: string): readonly Area[];
}

const NONE: readonly Area[] = [];

let made: Areas | undefined;

/** All areas; made when first asked for. */
export function areas(): Areas {
  made ??= makeAreas();
  return made;
}

/** Names of countries in a language of few that all others know as a city's. */
const CITIES: ReadonlySet<string> = new Set(['columbia', 'granada']);

function makeAreas(): Areas {
  const names = new Map<string, Area[]>();
  const codes = new Map<string, Area[]>();
  // Divisions of the USA come before countries: of the two Georgias the state has three times as many people.
  for (const { country, division, named } of divisions()) {
    for (const name of named) add(names, foldName(name), { country, division });
    if (country === 'US') add(codes, division, { country, division });
  }
  for (const line of DIVISION_CODES.trim().split('\n')) {
    const [country = '', ...pairs] = line.split(' ');
    for (const pair of pairs) {
      const [code = '', division = ''] = pair.split('=');
      add(codes, code, { country, division });
    }
  }
  for (const { iso2, iso3 } of COUNTRIES) {
    add(codes, iso2, { country: iso2, division: '' });
    add(codes, iso3, { country: iso2, division: '' });
  }
  add(codes, 'UK', { country: 'GB', division: '' });
  for (const [name, country] of countryNames())
    if (!CITIES.has(name)) add(names, name, { country, division: '' });
  for (const line of COUNTRY_ALIASES.trim().split('\n')) {
    const country = line.slice(0, 2);
    for (const name of line.slice(3).split('|')) add(names, foldName(name), { country, division: '' });
  }
  return { named: (folded) => names.get(folded) ?? NONE, coded: (code) => codes.get(code) ?? NONE };
}

function add(map: Map<string, Area[]>, key: string, area: Area): void {
  const before = map.get(key);
  if (before === undefined) map.set(key, [area]);
  else if (!before.some(({ country, division }) => country === area.country && division === area.division)) {
    before.push(area);
  }
}

interface Division {
  readonly country: string;
  readonly division: string;
  readonly named: readonly string[];
}

function divisions(): Division[] {
  return DIVISIONS.trim()
    .split('\n\n')
    .flatMap((block) => {
      const [country = '', ...lines] = block.split('\n');
      return lines.map((line) => {
        const space = line.indexOf(' ');
        const code = line.slice(0, space);
        return { country, division: code === '-' ? '' : code, named: line.slice(space + 1).split('|') };
      });
    });
}
