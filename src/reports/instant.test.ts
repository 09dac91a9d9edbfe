import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoInstant } from '../event/time.ts';
import { ceilTo, coarser, floorTo, parseDay, parseInstant } from './instant.ts';

const JANUARY = Date.UTC(2026, 0, 1);

describe('a day', () => {
  it('is one that exists', () => {
    expect(parseDay('2026-01-01')).toBe(JANUARY);
    expect(parseDay('2024-02-29')).toBe(Date.UTC(2024, 1, 29));
    for (const text of ['2026-02-30', '2026-02-29', '2026-13-01', '2026-00-10', '2026-01-00', '2026-04-31']) {
      expect(parseDay(text), text).toBeUndefined();
    }
  });

  it('has the form YYYY-MM-DD and a year that the warehouse can compare', () => {
    for (const text of [
      '',
      '2026',
      '2026-1-1',
      '01.01.2026',
      '2026-01-01 ',
      '+12026-01-01',
      '1969-12-31',
      '9999-01-01',
      '２０２６-01-01',
    ]) {
      expect(parseDay(text), text).toBeUndefined();
    }
    expect(parseDay('1970-01-01')).toBe(0);
    expect(parseDay('9998-12-31')).toBe(Date.UTC(9998, 11, 31));
  });
});

describe('an instant', () => {
  it('is ISO 8601, UTC without a zone', () => {
    const half = JANUARY + 9.5 * 3_600_000;
    for (const text of [
      '2026-01-01T09:30:00Z',
      '2026-01-01T09:30',
      '2026-01-01 09:30:00',
      '2026-01-01T10:30:00+01:00',
      '2026-01-01T04:00-0530',
      '2026-01-01t09:30:00.000z',
    ]) {
      expect(parseInstant(text), text).toBe(half);
    }
    expect(parseInstant('2026-01-01T00:00:00.123456789Z')).toBe(JANUARY + 123);
    expect(parseInstant('2026-01-01T00:00:00.5Z')).toBe(JANUARY + 500);
  });

  it('exists', () => {
    for (const text of [
      '2026-02-30T00:00:00Z',
      '2026-01-01T24:00:00Z',
      '2026-01-01T23:60:00Z',
      '2026-01-01T23:59:60Z',
      '2026-01-01T00:00:00+24:00',
      '2026-01-01',
      '1767225600',
      '1970-01-01T00:00:00+01:00',
      'now',
    ]) {
      expect(parseInstant(text), text).toBeUndefined();
    }
  });

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(9998, 11, 31) }), (at) => {
        expect(parseInstant(isoInstant(at))).toBe(at);
      }),
    );
    expect(isoInstant(JANUARY)).toBe('2026-01-01T00:00:00Z');
    expect(isoInstant(JANUARY + 1)).toBe('2026-01-01T00:00:00.001Z');
  });
});

describe('windows', () => {
  it('begin at whole minutes, hours and days in UTC', () => {
    const at = JANUARY + 3_723_000;
    expect(floorTo('minute', at)).toBe(JANUARY + 3_720_000);
    expect(ceilTo('minute', at)).toBe(JANUARY + 3_780_000);
    expect(floorTo('hour', at)).toBe(JANUARY + 3_600_000);
    expect(ceilTo('day', at)).toBe(JANUARY + 86_400_000);
    expect(ceilTo('day', JANUARY)).toBe(JANUARY);
    expect(floorTo('day', -1)).toBe(-86_400_000);
    expect(coarser('hour', 'day')).toBe('day');
    expect(coarser('hour', 'minute')).toBe('hour');
  });
});
