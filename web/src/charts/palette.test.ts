import { describe, expect, it } from 'vitest';
import { assignColours, CATEGORIES } from './palette.ts';

describe('colours of members', () => {
  it('are the fixed order, by name', () => {
    const colours = assignColours(new Map(), ['X', 'Facebook', 'TikTok']);
    expect([...colours]).toEqual([
      ['Facebook', 0],
      ['TikTok', 1],
      ['X', 2],
    ]);
  });

  it('stay with their member when others come', () => {
    const before = assignColours(new Map(), ['b', 'c']);
    const after = assignColours(before, ['a', 'b', 'c']);
    expect(after.get('b')).toBe(before.get('b'));
    expect(after.get('c')).toBe(before.get('c'));
    expect(after.get('a')).toBe(2);
  });

  it('differ among eight that are shown together, however many were seen before', () => {
    const seen = assignColours(new Map(), ['m1', 'm2', 'm3', 'm4', 'm5']);
    const shown = ['m1', 'n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7'];
    const colours = assignColours(seen, shown);
    expect(new Set(shown.map((member) => colours.get(member))).size).toBe(CATEGORIES);
  });
});
