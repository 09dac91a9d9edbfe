import { describe, expect, it } from 'vitest';
import { COUNTRIES, countryByIso2, countryByIso3 } from './countries.ts';

describe('COUNTRIES', () => {
  it('holds the 249 codes of ISO 3166-1, each once and in order', () => {
    expect(COUNTRIES).toHaveLength(249);
    expect(new Set(COUNTRIES.map((country) => country.iso3)).size).toBe(249);
    expect(COUNTRIES.map((country) => country.iso2)).toEqual(
      [...new Set(COUNTRIES.map((country) => country.iso2))].sort(),
    );
  });

  it('agrees with the Unicode project about every code being a region with a name', () => {
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    for (const { iso2, iso3, name } of COUNTRIES) {
      expect(names.of(iso2), iso2).toBeDefined();
      expect(iso3).toMatch(/^[A-Z]{3}$/);
      expect(name.length).toBeGreaterThan(3);
    }
  });

  it('looks up by either code, in either case', () => {
    expect(countryByIso2('de')).toEqual({ iso2: 'DE', iso3: 'DEU', name: 'Germany' });
    expect(countryByIso3('gbr')?.name).toBe('United Kingdom');
    for (const code of ['UK', 'EU', 'XK', 'AC', 'SU', '', 'DEU', 'ß'])
      expect(countryByIso2(code)).toBeUndefined();
  });
});
