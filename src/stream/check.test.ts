import { describe, expect, it } from 'vitest';
import { shop } from '../../test/golden/types/good.ts';
import { CrosscurrentError } from '../event/errors.ts';
import { checkCatalogue, checkStream, faultsOf } from './check.ts';
import { type Case, change, surprises } from './checks/change.fixture.ts';
import type { Stream } from './define.ts';

const CASES: readonly Case[] = [
  ['a rate that stands still', 'demoRate', 0, [['demoRate', '0 events per second']]],
  [
    'a setting in snake case',
    'settings',
    { keep_ip: { default: false, about: 'x' } },
    [['settings.keep_ip', 'kebab']],
  ],
  ['a stream in camel case', 'name', 'webShop', [['name', 'kebab-case']]],
  ['a stream with the schema of the accounting', 'name', 'crosscurrent', [['name', 'reserved']]],
  ['a stream whose schema PostgreSQL would cut', 'name', 'a'.repeat(60), [['name', '60 characters']]],
  ['a stream without words', 'about', ' ', [['about', 'no words']]],
  ['an example that is rejected', 'example', { id: '1' }, [['example', 'missing:at']]],
  ['an example with a bad value', 'example/pieces', 'many', [['example', '"pieces"']]],
  ['an example with an undeclared field', 'example/colour', 'red', [['example', '"colour"']]],
];

describe('faultsOf', () => {
  it('finds nothing wrong with a sound declaration', () => {
    expect(faultsOf(shop)).toEqual([]);
  });

  it.each(CASES)('%s', (...one) => {
    expect(surprises(shop, one)).toEqual([]);
  });
});

describe('checkStream', () => {
  it('names the stream, the part and the remedy', () => {
    const wrong = change<Stream>(shop, 'rollups/country_days/by', ['land', 'is_bot']);
    const only = { ...wrong, reports: {}, panels: [] };
    expect(() => checkStream(only)).toThrow(CrosscurrentError);
    try {
      checkStream(only);
    } catch (error) {
      expect(error).toMatchObject({
        code: 'bad_declaration',
        message: 'shop, rollups.country_days.by: there is no stored column "land".',
        remedy: expect.stringContaining('country'),
      });
    }
  });

  it('tells everything that is wrong in one line', () => {
    const wrong = change(change<Stream>(shop, 'id', 'uuid'), 'bots', undefined);
    const both = change(wrong, 'panels/0/report', 'none');
    expect(() => checkStream(both)).toThrow(/^2 things .*\(1\) shop, id: .*\(2\) shop, panels\[0\].*[^\n]$/);
  });
});

describe('checkCatalogue', () => {
  it('refuses two streams of one name, and two reports of one name', () => {
    const other = { ...shop, reports: {}, panels: [] };
    expect(() => checkCatalogue([shop, other])).toThrow('shop and shop, name: both need the schema "shop"');
    expect(() => checkCatalogue([shop, { ...shop, name: 'store' }])).toThrow(
      'shop and store, reports.top-countries: two streams have a report of this name',
    );
  });

  it('refuses a stream that is another one’s shadow', () => {
    const other = { ...shop, name: 'shop-shadow', reports: {}, panels: [] };
    expect(() => checkCatalogue([shop, other])).toThrow('both need the schema "shop_shadow"');
  });
});
