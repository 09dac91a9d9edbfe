import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, count, counted, duration } from './figures.ts';
import { describeAdvance } from './progress.ts';
import { printable, table } from './table.ts';

describe('figures', () => {
  it.each([
    [count(1_234_567), '1,234,567'],
    [counted(1, 'event'), '1 event'],
    [counted(0, 'event'), '0 events'],
    [bytes(512), '512 B'],
    [bytes(1536), '1.5 KiB'],
    [bytes(2 ** 40), '1.0 TiB'],
    [duration(0.04), '0.0 s'],
    [duration(9.94), '9.9 s'],
    [duration(59.4), '59 s'],
    [duration(59.6), '1 min 0 s'],
    [duration(3725), '1 h 2 min'],
  ])('%s', (shown, expected) => {
    expect(shown).toBe(expected);
  });
});

describe('an advance', () => {
  it('tells rate, part and time left where the whole is known', () => {
    const advance = { done: 250_000, thing: 'event', share: 0.25, bytes: 1, seconds: 10 };
    expect(describeAdvance(advance)).toBe('250,000 events  25,000/s  25%  30 s left');
  });

  it('tells what is known where it is not', () => {
    const advance = { done: 1, thing: 'event', bytes: 2048, seconds: 2 };
    expect(describeAdvance(advance)).toBe('1 event  1/s  2.0 KiB  2.0 s');
    expect(describeAdvance({ done: 0, thing: 'line', seconds: 0 })).toBe('0 lines');
  });
});

describe('a table', () => {
  it('never lets a cell steer the terminal or break its line', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }), (cells) => {
        const text = table(
          [{ name: 'A' }],
          cells.map((cell) => [cell]),
        );
        expect(text.split('\n')).toHaveLength(cells.length + 3);
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      }),
    );
  });

  it('leaves ordinary text as it is', () => {
    expect(printable('Grüße, 日本 👍 "x"')).toBe('Grüße, 日本 👍 "x"');
  });
});
