import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from './instant.ts';
import {
  intervalBefore,
  liveRange,
  type Moments,
  readRange,
  resolveRange,
  stepRange,
  writeRange,
} from './range.ts';

const now = Date.parse('2026-03-05T14:07:30Z');
const moments: Moments = {
  now,
  latestEvent: Date.parse('2026-03-04T23:10:00Z'),
  earliestEvent: Date.parse('2026-02-27T08:00:00Z'),
};

describe('a range in an address', () => {
  it('includes a day given as the end, and leaves out an instant', () => {
    expect(readRange({ from: '2026-03-04', to: '2026-03-05' })).toEqual({
      kind: 'between',
      from: Date.parse('2026-03-04T00:00:00Z'),
      to: Date.parse('2026-03-06T00:00:00Z'),
    });
    expect(readRange({ from: '2026-03-04T10:00Z', to: '2026-03-04T12:30:00Z' })).toMatchObject({
      to: Date.parse('2026-03-04T12:30:00Z'),
    });
  });

  it.each([
    [{ from: '2026-02-30', to: '2026-03-05' }],
    [{ from: '2026-03-05', to: '2026-03-04' }],
    [{ from: 'yesterday', to: '2026-03-04' }],
    [{ from: '2026-03-05' }],
    [{ range: 'century' }],
    [{ range: '__proto__' }],
    [{}],
  ])('is the default when it cannot be read: %j', (search) => {
    expect(readRange(search)).toEqual({ kind: 'default' });
  });

  it('reads back what was written, to the millisecond', () => {
    const instants = fc.integer({ min: 0, max: Date.parse('2100-01-01') });
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 400 * DAY }), (from, length) => {
        const range = { kind: 'between', from, to: from + length } as const;
        const search = Object.fromEntries(
          Object.entries(writeRange(range)).flatMap(([k, v]) => (v ? [[k, v]] : [])),
        );
        expect(readRange(search)).toEqual(range);
      }),
    );
  });
});

describe('a preset', () => {
  it.each([
    ['15m', '2026-03-05T13:53:00Z', '2026-03-05T14:08:00Z'],
    ['1h', '2026-03-05T13:08:00Z', '2026-03-05T14:08:00Z'],
    ['24h', '2026-03-04T15:00:00Z', '2026-03-05T15:00:00Z'],
    ['7d', '2026-02-27T00:00:00Z', '2026-03-06T00:00:00Z'],
    ['today', '2026-03-05T00:00:00Z', '2026-03-06T00:00:00Z'],
    ['latest-day', '2026-03-04T00:00:00Z', '2026-03-05T00:00:00Z'],
    ['all', '2026-02-27T00:00:00Z', '2026-03-06T00:00:00Z'],
  ])('%s is from %s to %s', (range, from, to) => {
    expect(resolveRange(readRange({ range }), moments)).toEqual({
      from: Date.parse(from),
      to: Date.parse(to),
    });
  });
});

describe('stepping', () => {
  it('goes back by its own length, again and again', () => {
    const once = stepRange(readRange({ range: '1h' }), -1, moments);
    expect(once).toEqual({
      kind: 'between',
      from: Date.parse('2026-03-05T12:08:00Z'),
      to: Date.parse('2026-03-05T13:08:00Z'),
    });
    expect(stepRange(once, -1, moments)).toMatchObject({ to: Date.parse('2026-03-05T12:08:00Z') });
  });

  it('forward undoes back, and at the end follows the clock again', () => {
    const back = stepRange(readRange({ range: '1h' }), -1, moments);
    expect(stepRange(back, 1, moments)).toEqual({ kind: 'preset', preset: '1h' });
    const yesterday = readRange({ from: '2026-03-04', to: '2026-03-04' });
    expect(stepRange(yesterday, 1, moments)).toEqual({ kind: 'preset', preset: 'today' });
  });

  it('starts from the last 24 hours where nothing was chosen', () => {
    expect(stepRange({ kind: 'default' }, -1, moments)).toMatchObject({
      to: Date.parse('2026-03-04T15:00:00Z'),
    });
  });

  it('never shows a window that lies ahead', () => {
    expect(stepRange(readRange({ range: '15m' }), 1, moments)).toEqual({ kind: 'preset', preset: '15m' });
  });
});

describe('following live', () => {
  it('keeps the length where a preset has it', () => {
    expect(liveRange(readRange({ from: '2026-02-01', to: '2026-02-07' }), moments)).toEqual({
      kind: 'preset',
      preset: '7d',
    });
    expect(liveRange(readRange({ from: '2026-02-01', to: '2026-02-03' }), moments)).toEqual({
      kind: 'default',
    });
  });
});

describe('the period before', () => {
  it('has the same length when the period is over', () => {
    expect(intervalBefore({ from: 10 * HOUR, to: 12 * HOUR }, now)).toEqual({
      from: 8 * HOUR,
      to: 10 * HOUR,
    });
  });

  it('ends as early as the part that has passed', () => {
    const day = Date.parse('2026-03-05T00:00:00Z');
    expect(intervalBefore({ from: day, to: day + DAY }, now)).toEqual({
      from: day - DAY,
      to: day - DAY + 14 * HOUR + 7 * MINUTE,
    });
  });
});
