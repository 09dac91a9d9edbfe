import { describe, expect, it } from 'vitest';
import { nextSorting, readSorting, sortRows } from './sort-rows.ts';

const views = { name: 'views', type: 'integer', unit: 'views' } as const;
const page = { name: 'page', type: 'text', unit: null } as const;
const rows = [
  { page: 'b', views: 9 },
  { page: 'a', views: null },
  { page: 'C', views: '12' },
];

describe('sorting a table', () => {
  it('compares numbers as numbers, text by code point, and puts no value last', () => {
    const pages = (text: string) =>
      sortRows(rows, [page, views], readSorting(text)).map((row) => row['page']);
    expect(pages('-views')).toEqual(['C', 'b', 'a']);
    expect(pages('views')).toEqual(['b', 'C', 'a']);
    expect(pages('page')).toEqual(['C', 'a', 'b']);
    expect(pages('unknown')).toEqual(['b', 'a', 'C']);
  });

  it('goes round: first way, other way, as it came', () => {
    expect(nextSorting(undefined, views)).toBe('-views');
    expect(nextSorting(readSorting('-views'), views)).toBe('views');
    expect(nextSorting(readSorting('views'), views)).toBeUndefined();
    expect(nextSorting(undefined, page)).toBe('page');
    expect(nextSorting(readSorting('-page'), page)).toBeUndefined();
  });
});
