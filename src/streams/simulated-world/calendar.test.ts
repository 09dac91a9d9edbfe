import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarOf, MEAN_TALK, talkOf } from './calendar.ts';
import { type Happening, KINDS } from './happenings.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONDAY = Date.UTC(2026, 0, 5);

/** All that begins within some days. */
function beginning(seed: number, days: number): Happening[] {
  const calendar = calendarOf(seed);
  const found = new Map<string, Happening>();
  for (let at = MONDAY; at < MONDAY + days * DAY; at += HOUR) {
    for (const happening of calendar.around(at)) found.set(happening.key, happening);
  }
  return [...found.values()].filter(({ at }) => at >= MONDAY && at < MONDAY + days * DAY);
}

describe('calendarOf', () => {
  it('tells the same of an hour, whatever was asked before', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.nat(2000),
        fc.array(fc.nat(2000), { maxLength: 5 }),
        (seed, hour, before) => {
          const asked = calendarOf(seed);
          for (const other of before) asked.around(MONDAY + other * HOUR);
          expect(asked.around(MONDAY + hour * HOUR)).toEqual(calendarOf(seed).around(MONDAY + hour * HOUR));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('has each kind about as often as it says', () => {
    const happenings = beginning(5, 84);
    for (const { kind, perDay } of KINDS) {
      const count = happenings.filter((happening) => happening.kind === kind).length;
      expect(Math.abs(count - 84 * perDay), kind).toBeLessThan(3 + 4 * Math.sqrt(84 * perDay * 0.25));
    }
  });

  it('launches a campaign of the shop each Tuesday, one after the other, and gives prizes on Saturdays', () => {
    const happenings = beginning(9, 28);
    const launches = happenings.filter(({ kind }) => kind === 'launch');
    expect(launches.map(({ at }) => new Date(at).getUTCDay())).toEqual([2, 2, 2, 2]);
    expect(new Set(launches.map(({ name }) => name)).size).toBe(4);
    expect(launches.every(({ utmCampaign }) => /^[a-z-]+$/.test(utmCampaign))).toBe(true);
    const awards = happenings.filter(({ kind }) => kind === 'award');
    expect(awards.map(({ at }) => new Date(at).getUTCDay())).toEqual([6, 6, 6, 6]);
  });

  it('leaves out what is over and what is to come', () => {
    const calendar = calendarOf(3);
    for (let at = MONDAY; at < MONDAY + 3 * DAY; at += HOUR) {
      for (const { key, at: begins, rise, decay } of calendar.around(at)) {
        expect(begins, key).toBeLessThan(at + HOUR);
        expect(begins + rise + 7 * decay, key).toBeGreaterThan(at);
      }
    }
  });
});

describe('talkOf', () => {
  it('averages to MEAN_TALK over a long time', () => {
    const calendar = calendarOf(11);
    const step = HOUR / 12;
    const days = 56;
    let sum = 0;
    for (let at = MONDAY; at < MONDAY + days * DAY; at += step) {
      for (const happening of calendar.around(at)) sum += talkOf(happening, at - happening.at);
    }
    const mean = sum / ((days * DAY) / step);
    expect(mean / MEAN_TALK).toBeGreaterThan(0.8);
    expect(mean / MEAN_TALK).toBeLessThan(1.2);
  });
});
