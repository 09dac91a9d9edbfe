import { describe, expect, it } from 'vitest';
import type { DefaultPeriod } from '../stream/report.ts';
import { GRAIN_MS, type Grain } from '../stream/rollup.ts';
import { resolvePeriod, type StoredWindows } from './period.ts';

const DAY = Date.UTC(2026, 0, 2);
const { minute, hour, day } = GRAIN_MS;
const stored: StoredWindows = { first: DAY - 3 * day, last: DAY + 5 * hour, grain: 'hour' };
const open = { from: undefined, to: undefined, minutes: undefined };

function resolved(
  byDefault: DefaultPeriod,
  more: {
    asked?: Partial<typeof open> | object;
    stored?: StoredWindows | undefined;
    grain?: Grain;
    now?: number;
  } = {},
) {
  return resolvePeriod({
    byDefault,
    stored: 'stored' in more ? more.stored : stored,
    grain: more.grain ?? 'hour',
    now: more.now ?? DAY + 10 * hour + 30 * minute + 12_345,
    asked: { ...open, ...more.asked },
  });
}

describe('the period of a report', () => {
  it('is the newest day with data', () => {
    expect(resolved({ kind: 'latest-day' })).toEqual({
      from: DAY,
      to: DAY + day,
      words: '2026-01-02 (UTC), the newest day with data',
    });
  });

  it('is everything, from the first to the last window', () => {
    expect(resolved({ kind: 'all' })).toMatchObject({ from: DAY - 3 * day, to: DAY + 6 * hour });
    expect(resolved({ kind: 'all' }, { grain: 'day' })).toMatchObject({
      to: DAY + day,
      words: '2025-12-30 to 2026-01-02 (UTC, both days included), all that is stored, in whole days',
    });
  });

  it('is the last minutes, the one that is filling included', () => {
    const last: DefaultPeriod = { kind: 'last', minutes: 5 };
    expect(resolved(last, { grain: 'minute' })).toEqual({
      from: DAY + 10 * hour + 26 * minute,
      to: DAY + 10 * hour + 31 * minute,
      words: '2026-01-02 10:26 to 2026-01-02 10:31 (UTC), the last 5 minutes',
    });
    expect(resolved(last, { grain: 'minute', asked: { minutes: 1 } })).toMatchObject({
      from: DAY + 10 * hour + 30 * minute,
      to: DAY + 10 * hour + 31 * minute,
    });
    expect(resolved(last, { grain: 'minute', now: DAY, stored: undefined })).toMatchObject({
      from: DAY - 4 * minute,
      to: DAY + minute,
    });
    expect(resolved({ kind: 'last', minutes: 1440 })).toMatchObject({
      from: DAY - day + 10 * hour,
      to: DAY + 11 * hour,
    });
  });

  it('is what was asked for, widened to whole windows', () => {
    const asked = { from: DAY + minute, to: DAY + hour };
    expect(resolved({ kind: 'all' }, { asked, stored: undefined })).toEqual({
      from: DAY,
      to: DAY + hour,
      words:
        '2026-01-02 00:00 to 2026-01-02 01:00 (UTC), widened from 2026-01-02 00:01 to 2026-01-02 01:00 (UTC) to whole hours',
    });
  });

  it('has at least one window when one end is open', () => {
    const all: DefaultPeriod = { kind: 'all' };
    expect(resolved(all, { asked: { from: DAY } })).toMatchObject({ from: DAY, to: DAY + 6 * hour });
    expect(resolved(all, { asked: { from: DAY + 9 * day } })).toMatchObject({
      from: DAY + 9 * day,
      to: DAY + 9 * day + hour,
    });
    expect(resolved(all, { asked: { to: DAY } })).toMatchObject({ from: DAY - 3 * day, to: DAY });
    expect(resolved(all, { asked: { to: DAY - 9 * day } })).toMatchObject({
      from: DAY - 9 * day - hour,
      to: DAY - 9 * day,
    });
  });

  it('is unknown while nothing is stored, unless both ends are given or it ends now', () => {
    expect(resolved({ kind: 'latest-day' }, { stored: undefined })).toBeUndefined();
    expect(resolved({ kind: 'all' }, { stored: undefined })).toBeUndefined();
    expect(resolved({ kind: 'all' }, { stored: undefined, asked: { from: DAY } })).toBeUndefined();
    expect(resolved({ kind: 'last', minutes: 5 }, { stored: undefined })).toBeDefined();
  });
});
