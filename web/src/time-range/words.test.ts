import { describe, expect, it } from 'vitest';
import { ageWords, defaultPeriodWords, intervalWords } from './words.ts';

function words(from: string, to: string): string {
  return intervalWords({ from: Date.parse(from), to: Date.parse(to) });
}

describe('an interval in words', () => {
  it.each([
    ['2026-03-05T00:00Z', '2026-03-06T00:00Z', '5 Mar 2026'],
    ['2026-02-28T00:00Z', '2026-03-06T00:00Z', '28 Feb – 5 Mar 2026'],
    ['2025-12-31T00:00Z', '2026-01-02T00:00Z', '31 Dec 2025 – 1 Jan 2026'],
    ['2026-03-05T10:00Z', '2026-03-05T12:30Z', '5 Mar 2026, 10:00–12:30'],
    ['2026-03-05T23:00Z', '2026-03-06T00:00Z', '5 Mar 2026, 23:00–24:00'],
    ['2026-03-04T15:00Z', '2026-03-05T15:00Z', '4 Mar, 15:00 – 5 Mar 2026, 15:00'],
  ])('%s to %s is %s', (from, to, expected) => {
    expect(words(from, to)).toBe(expected);
  });
});

describe('ages', () => {
  it.each([
    [0.42, '0.4 s'],
    [-3, '0.0 s'],
    [14, '14 s'],
    [200, '3 min'],
    [7_200, '2 h'],
    [400_000, '5 d'],
  ])('%d seconds are %s', (seconds, expected) => {
    expect(ageWords(seconds)).toBe(expected);
  });
});

describe('default periods', () => {
  it('says how long', () => {
    expect(defaultPeriodWords({ kind: 'last', minutes: 5 })).toBe('last 5 min');
    expect(defaultPeriodWords({ kind: 'last', minutes: 1440 })).toBe('last 24 h');
    expect(defaultPeriodWords({ kind: 'latest-day' })).toBe('latest day');
  });
});
