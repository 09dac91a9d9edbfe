import { describe, expect, it } from 'vitest';
import { derive } from '../../stream/derived.ts';
import { deriveValues, TEXT_SEPARATOR } from './derive-values.ts';

const lists = derive({
  from: 'text',
  gives: { words: 'list', length: 'integer' },
  by: (value) => ({ words: value?.split(',') ?? [], length: value?.length ?? null }),
  about: 'Words',
});
const first = derive({
  from: 'text',
  gives: { first: 'text' },
  by: (value) => ({ first: value?.charAt(0) ?? null }),
  about: 'First letter',
});

describe('deriveValues', () => {
  it('asks every derivation about each value, and tells how long each took', () => {
    const { columns, spent } = deriveValues({ lists, first }, ['b,a,b', null]);
    expect(columns).toEqual({ words: [`b${TEXT_SEPARATOR}a`, ''], length: [5, null], first: ['b', null] });
    expect(Object.keys(spent)).toEqual(['lists', 'first']);
    for (const milliseconds of Object.values(spent)) expect(milliseconds).toBeGreaterThanOrEqual(0);
  });

  it('keeps texts of a list apart, whatever is in them', () => {
    const odd = ['', ',', 'a,,b', `a${TEXT_SEPARATOR}b,c`, `a b,a${TEXT_SEPARATOR}b`];
    expect(deriveValues({ lists }, odd).columns['words']).toEqual([
      '',
      '',
      `a${TEXT_SEPARATOR}b`,
      `a b${TEXT_SEPARATOR}c`,
      'a b',
    ]);
  });
});
