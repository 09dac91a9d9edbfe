import { describe, expect, it } from 'vitest';
import { toCell } from './cells.ts';

describe('a cell', () => {
  it('is a number as long as that is exact, then a text', () => {
    expect(toCell('integer', '9007199254740991')).toBe(9007199254740991);
    expect(toCell('integer', '9007199254740993')).toBe('9007199254740993');
    expect(toCell('integer', '-9223372036854775808')).toBe('-9223372036854775808');
    expect(toCell('integer', 12n)).toBe(12);
    expect(toCell('integer', 12)).toBe(12);
    expect(toCell('decimal', '19.740')).toBe(19.74);
    expect(toCell('decimal', '100.00')).toBe(100);
    expect(toCell('decimal', '100')).toBe(100);
    expect(toCell('decimal', '-0.00')).toBe(0);
    expect(toCell('decimal', '0.000000001')).toBe(1e-9);
    expect(toCell('decimal', '12345678901234567.25')).toBe('12345678901234567.25');
    expect(toCell('decimal', '0.1000000000000000055')).toBe('0.1000000000000000055');
  });

  it('is an instant, a truth value, a text or null', () => {
    expect(toCell('timestamp', new Date(0))).toBe('1970-01-01T00:00:00Z');
    expect(toCell('timestamp', '2026-01-01 10:30:00+00')).toBe('2026-01-01T10:30:00Z');
    expect(toCell('boolean', true)).toBe(true);
    expect(toCell('boolean', 'f')).toBe(false);
    expect(toCell('text', '')).toBe('');
    for (const type of ['text', 'integer', 'decimal', 'boolean', 'timestamp'] as const) {
      expect(toCell(type, null)).toBeNull();
      expect(toCell(type, undefined)).toBeNull();
    }
  });
});
