import { describe, expect, it } from 'vitest';
import {
  byteWords,
  changePercent,
  exactNumber,
  figureText,
  figureWords,
  numberOf,
  shortNumber,
} from './format.ts';

const plain = (text: string) => text.replaceAll('\u202f', ' ');

describe('short numbers', () => {
  it.each([
    [0, '0'],
    [9_999, '9,999'],
    [12_431, '12.4 k'],
    [99_960, '100 k'],
    [100_000, '100 k'],
    [999_949, '1 M'],
    [3_210_000, '3.2 M'],
    [-12_431, '-12.4 k'],
    [2.345, '2.35'],
  ])('%d is %s', (value, expected) => {
    expect(plain(shortNumber(value))).toBe(expected);
  });
});

describe('exact numbers', () => {
  it('keep every digit of a whole number beyond 2^53', () => {
    expect(exactNumber('9007199254740993')).toBe('9,007,199,254,740,993');
  });

  it('keep the decimals of a rate', () => {
    expect(exactNumber(71.5, 2)).toBe('71.50');
  });

  it('are an en dash where there is none', () => {
    expect(exactNumber(null)).toBe('–');
    expect(figureText(null, '%')).toBe('–');
    expect(figureWords(null, '%')).toBe('no value');
  });
});

describe('figures with units', () => {
  it('shows percents with two decimals and seconds as a duration', () => {
    expect(plain(figureText(19.7, '%'))).toBe('19.70 %');
    expect(plain(figureText(272, 's'))).toBe('4 min 32 s');
    expect(plain(figureText(3_900, 's'))).toBe('1 h 05 min');
  });

  it('takes text that is no whole number for no number', () => {
    expect(numberOf('12')).toBe(12);
    expect(numberOf('1e3')).toBeNull();
    expect(numberOf('<b>')).toBeNull();
  });
});

describe('bytes', () => {
  it.each([
    [999, '999 B'],
    [71_000, '71 kB'],
    [1_400_000, '1.4 MB'],
    [999_900_000, '1.0 GB'],
  ])('%d are %s', (bytes, expected) => {
    expect(plain(byteWords(bytes))).toBe(expected);
  });
});

describe('change', () => {
  it('needs something to compare with', () => {
    expect(changePercent(5, 0)).toBeNull();
    expect(changePercent(null, 5)).toBeNull();
    expect(changePercent(6, 5)).toBeCloseTo(20);
  });
});
