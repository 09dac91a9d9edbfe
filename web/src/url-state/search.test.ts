import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carried, parseSearch, partsOf, patched, readList, toggled, writeSearch } from './search.ts';

describe('the state in an address', () => {
  it('reads back whatever text was written', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })),
        (search) => {
          expect(parseSearch(writeSearch(search))).toEqual({ ...search });
        },
      ),
    );
  });

  it('keeps times readable', () => {
    expect(writeSearch({ from: '2026-03-05T10:00:00Z', tables: 'a,b' })).toBe(
      '?from=2026-03-05T10:00:00Z&tables=a,b',
    );
  });

  it('leaves no question mark behind', () => {
    expect(writeSearch({})).toBe('');
  });

  it('takes away what is undefined', () => {
    expect(patched({ a: '1', b: '2' }, { a: undefined, c: '3' })).toEqual({ b: '2', c: '3' });
  });

  it('keeps lists', () => {
    expect(readList({ tables: 'a,,b' }, 'tables')).toEqual(['a', 'b']);
    expect(toggled(['a', 'b'], 'a')).toBe('b');
    expect(toggled(['a'], 'a')).toBeUndefined();
    expect(toggled([], 'a')).toBe('a');
  });

  it('finds the parts of a panel, and those that go along to another page', () => {
    const search = { 'top.by': 'url', 'top.sort': '-views', topper: 'x', range: '24h', about: 'top' };
    expect(partsOf(search, 'top')).toEqual({ by: 'url', sort: '-views' });
    expect(carried(search)).toEqual({ range: '24h' });
  });
});
