import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoInstant, parseEventTime } from './time.ts';

/** Days since 1970-01-01 by the civil calendar (Hinnant, "chrono-compatible low-level date algorithms"). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

const two = (value: number) => String(value).padStart(2, '0');

describe('an epoch number', () => {
  it.each([
    ['0', 0],
    ['1767225600', 1_767_225_600_000],
    ['1767225600000', 1_767_225_600_000],
    // The border: 10^11 seconds would be the year 5138, as milliseconds it is 1973.
    ['99999999999', 99_999_999_999_000],
    ['100000000000', 100_000_000_000],
    ['253402300799', 253_402_300_799],
    ['253402300799999', 253_402_300_799_999],
    [' 1767225600\t', 1_767_225_600_000],
    ['1767225600.25', 1_767_225_600_250],
    ['1767225600.9999999', 1_767_225_600_999],
    ['1767225600000.9', 1_767_225_600_000],
  ])('%s is %i', (text, ms) => {
    expect(parseEventTime(text)).toBe(ms);
  });

  it.each([
    '',
    ' ',
    '-1',
    '+1',
    '1e9',
    '0x10',
    '1767225600.',
    '.5',
    '1_000',
    '١٢٣',
    '253402300800000',
    '1767225600000000',
    'NaN',
    'Infinity',
  ])('is not %j', (text) => {
    expect(parseEventTime(text)).toBeNull();
  });

  it('with a fraction of a second loses no millisecond', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99_999_999_999 }),
        fc.integer({ min: 0, max: 999 }),
        (seconds, ms) => {
          expect(parseEventTime(`${seconds}.${String(ms).padStart(3, '0')}`)).toBe(seconds * 1000 + ms);
        },
      ),
      { numRuns: 2000 },
    );
    // As a double this product is 34206165556.999996.
    expect(parseEventTime('34206165.557')).toBe(34_206_165_557);
  });
});

describe('an ISO 8601 time', () => {
  it.each([
    ['2026-01-01', 1_767_225_600_000],
    ['2026-01-01T00:00:00Z', 1_767_225_600_000],
    ['2026-01-01T00:00:00', 1_767_225_600_000],
    ['2026-01-01 00:00', 1_767_225_600_000],
    ['2026-01-01t00:00:00z', 1_767_225_600_000],
    ['2026-01-01 7:05:00', 1_767_225_600_000 + 25_500_000],
    ['2026-01-01T00:00:00.123456789Z', 1_767_225_600_123],
    ['2026-01-01T00:00:00,5Z', 1_767_225_600_500],
    ['2026-01-01T02:00:00+02:00', 1_767_225_600_000],
    ['2025-12-31T18:30:00-0530', 1_767_225_600_000],
    ['2026-01-01 02:00:00+02', 1_767_225_600_000],
    ['2026-01-01 00:00:00 Z', 1_767_225_600_000],
    ['1970-01-01T00:00:00Z', 0],
    ['9999-12-31T23:59:59.999Z', 253_402_300_799_999],
  ])('%s is %i', (text, ms) => {
    expect(parseEventTime(text)).toBe(ms);
  });

  it.each([
    ['a day that does not exist', '2026-02-29'],
    ['a day that does not exist', '2026-02-30T12:00:00Z'],
    ['a day that does not exist', '2026-04-31'],
    ['a day that does not exist', '2100-02-29'],
    ['day 0', '2026-01-00'],
    ['month 0', '0000-00-00 00:00:00'],
    ['month 13', '2026-13-01'],
    ['hour 24', '2026-01-01T24:00:00Z'],
    ['minute 60', '2026-01-01T00:60:00Z'],
    ['second 60', '2026-01-01T00:00:60Z'],
    ['a zone that does not exist', '2026-01-01T00:00:00+24:00'],
    ['a zone that does not exist', '2026-01-01T00:00:00+02:60'],
    ['a time before 1970', '1969-12-31T23:59:59Z'],
    // JavaScript takes the years 0 to 99 for 1900 to 1999.
    ['a year of the first century', '0070-01-01T00:00:00Z'],
    ['a year of five digits', '12026-01-01'],
    ['days and months the other way round', '01-02-2026'],
    ['slashes', '2026/01/01'],
    ['words', 'yesterday'],
    ['an end that does not belong to it', '2026-01-01T00:00:00Zx'],
  ])('is not %s (%s)', (_, text) => {
    expect(parseEventTime(text)).toBeNull();
  });

  it('agrees with the civil calendar, in any zone', () => {
    const time = fc.record({
      year: fc.integer({ min: 1971, max: 9998 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 28 }),
      minute: fc.integer({ min: 0, max: 1439 }),
      zone: fc.integer({ min: -1439, max: 1439 }),
    });
    fc.assert(
      fc.property(time, ({ year, month, day, minute, zone }) => {
        const ahead = Math.abs(zone);
        const text = `${year}-${two(month)}-${two(day)}T${two(Math.floor(minute / 60))}:${two(minute % 60)}:00${
          zone < 0 ? '-' : '+'
        }${two(Math.floor(ahead / 60))}:${two(ahead % 60)}`;
        expect(parseEventTime(text)).toBe((daysFromCivil(year, month, day) * 1440 + minute - zone) * 60_000);
      }),
    );
  });

  it('is read as it is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), (ms) => {
        expect(parseEventTime(isoInstant(ms))).toBe(ms);
      }),
    );
  });
});

describe('isoInstant', () => {
  it('shows milliseconds only when there are any', () => {
    expect(isoInstant(1_767_225_600_000)).toBe('2026-01-01T00:00:00Z');
    expect(isoInstant(1_767_225_600_001)).toBe('2026-01-01T00:00:00.001Z');
  });
});
