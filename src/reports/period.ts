import { isoInstant } from '../event/time.ts';
import type { DefaultPeriod } from '../stream/report.ts';
import { GRAIN_MS, type Grain } from '../stream/rollup.ts';
import type { AskedPeriod } from './given.ts';
import { ceilTo, floorTo } from './instant.ts';

/** The first and the last window of a rollup, as epoch milliseconds of their starts. */
export interface StoredWindows {
  readonly first: number;
  readonly last: number;
  readonly grain: Grain;
}

/** A range of whole windows, `to` exclusive, and how it came about in words. */
export interface Period {
  readonly from: number;
  readonly to: number;
  readonly words: string;
}

/**
 * The range an answer covers, aligned outwards to whole windows of `grain`.
 * Undefined when it depends on what is stored and nothing is.
 */
export function resolvePeriod(spec: {
  asked: AskedPeriod;
  byDefault: DefaultPeriod;
  stored: StoredWindows | undefined;
  grain: Grain;
  now: number;
}): Period | undefined {
  const { asked, grain } = spec;
  const isAsked = asked.from !== undefined || asked.to !== undefined;
  const range = isAsked ? askedRange(asked, spec.stored, grain) : defaultRange(spec);
  if (range === undefined) return undefined;
  const from = floorTo(grain, range.from);
  const to = ceilTo(grain, range.to);
  const isWider = from !== range.from || to !== range.to;
  const whole = isAsked
    ? `, widened from ${rangeWords(range.from, range.to)} to whole ${grain}s`
    : `, in whole ${grain}s`;
  return { from, to, words: `${rangeWords(from, to)}${range.words}${isWider ? whole : ''}` };
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly words: string;
}

/** A range with one open end reaches to the first or the last window that is stored. */
function askedRange(asked: AskedPeriod, stored: StoredWindows | undefined, grain: Grain): Range | undefined {
  const { from, to } = asked;
  if (from !== undefined && to !== undefined) return { from, to, words: '' };
  if (stored === undefined) return undefined;
  if (from !== undefined) {
    const end = Math.max(endOf(stored), floorTo(grain, from) + GRAIN_MS[grain]);
    return { from, to: end, words: ', up to the newest data' };
  }
  if (to === undefined) return undefined;
  return {
    from: Math.min(stored.first, ceilTo(grain, to) - GRAIN_MS[grain]),
    to,
    words: ', since the oldest data',
  };
}

function endOf(stored: StoredWindows): number {
  return stored.last + GRAIN_MS[stored.grain];
}

function defaultRange(spec: {
  asked: AskedPeriod;
  byDefault: DefaultPeriod;
  stored: StoredWindows | undefined;
  now: number;
}): Range | undefined {
  const { byDefault, stored } = spec;
  if (byDefault.kind === 'last') {
    // Whole minutes, the one that is filling included.
    const to = floorTo('minute', spec.now) + GRAIN_MS.minute;
    const minutes = spec.asked.minutes ?? byDefault.minutes;
    return { from: to - minutes * GRAIN_MS.minute, to, words: `, the last ${minuteWords(minutes)}` };
  }
  if (stored === undefined) return undefined;
  if (byDefault.kind === 'all')
    return { from: stored.first, to: endOf(stored), words: ', all that is stored' };
  const day = floorTo('day', stored.last);
  return { from: day, to: day + GRAIN_MS.day, words: ', the newest day with data' };
}

function minuteWords(minutes: number): string {
  if (minutes === 1) return 'minute';
  return minutes % 60 === 0 && minutes > 60 ? `${minutes / 60} hours` : `${minutes} minutes`;
}

/** A range in words: one or several whole days, or two instants. */
export function rangeWords(from: number, to: number): string {
  const days = from % GRAIN_MS.day === 0 && to % GRAIN_MS.day === 0;
  const day = (at: number) => isoInstant(at).slice(0, 10);
  if (days && to - from === GRAIN_MS.day) return `${day(from)} (UTC)`;
  if (days) return `${day(from)} to ${day(to - 1)} (UTC, both days included)`;
  const moment = (at: number) =>
    isoInstant(at)
      .replace('T', ' ')
      .replace(/(:00)?Z$/, '');
  return `${moment(from)} to ${moment(to)} (UTC)`;
}
