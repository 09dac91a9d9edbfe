import type { DefaultPeriod } from '../api/types.ts';
import { DAY, HOUR, MINUTE } from './instant.ts';
import { type Interval, PRESETS, type Range } from './range.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** `5 Mar 2026`, in UTC; without the year when `year` is false. */
export function dateWords(instant: number, year = true): string {
  const date = new Date(instant);
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''}`;
  return year ? `${day} ${date.getUTCFullYear()}` : day;
}

/** `10:05`, with seconds where there are some or where asked. */
export function timeWords(instant: number, seconds = instant % MINUTE !== 0): string {
  const date = new Date(instant);
  const minutes = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  return seconds ? `${minutes}:${two(date.getUTCSeconds())}` : minutes;
}

/** `5 Mar 2026, 10:05 UTC`. */
export function instantWords(instant: number): string {
  return `${dateWords(instant)}, ${timeWords(instant)} UTC`;
}

/** An interval as a reader says it: `5 Mar 2026`, `28 Feb – 5 Mar 2026`, `5 Mar 2026, 10:00–12:30`. Always UTC. */
export function intervalWords({ from, to }: Interval): string {
  if (from % DAY === 0 && to % DAY === 0) {
    const last = to - DAY;
    if (last === from) return dateWords(from);
    const sameYear = new Date(from).getUTCFullYear() === new Date(last).getUTCFullYear();
    return `${dateWords(from, !sameYear)} – ${dateWords(last)}`;
  }
  const fromDay = dateWords(from);
  if (fromDay === dateWords(to - 1)) {
    const end = to % DAY === 0 ? '24:00' : timeWords(to);
    return `${fromDay}, ${timeWords(from)}–${end}`;
  }
  const sameYear = new Date(from).getUTCFullYear() === new Date(to).getUTCFullYear();
  return `${dateWords(from, !sameYear)}, ${timeWords(from)} – ${dateWords(to)}, ${timeWords(to)}`;
}

/** `15 min`, `1 h`, `24 h`, `7 d`. */
export function lengthWords(length: number): string {
  if (length < HOUR) return `${Math.round(length / MINUTE)} min`;
  if (length <= DAY) return `${Math.round((length / HOUR) * 10) / 10} h`;
  return `${Math.round((length / DAY) * 10) / 10} d`;
}

/** The label of the chosen range. */
export function rangeWords(range: Range): string {
  if (range.kind === 'default') return 'Each panel’s own range';
  if (range.kind === 'between') return intervalWords(range);
  return PRESETS.find(({ name }) => name === range.preset)?.label ?? range.preset;
}

/** What a report shows when it is told no range, in words. */
export function defaultPeriodWords(period: DefaultPeriod): string {
  if (period.kind === 'latest-day') return 'latest day';
  if (period.kind === 'all') return 'everything';
  return `last ${lengthWords(period.minutes * MINUTE)}`;
}

/** `0.4 s`, `12 s`, `3 min`, `2 h`, `4 d`: how long ago, from seconds. */
export function ageWords(seconds: number): string {
  const positive = Math.max(0, seconds);
  if (positive < 10) return `${positive.toFixed(1)} s`;
  if (positive < 100) return `${Math.round(positive)} s`;
  if (positive < 5_400) return `${Math.round(positive / 60)} min`;
  if (positive < 129_600) return `${Math.round(positive / 3_600)} h`;
  return `${Math.round(positive / 86_400)} d`;
}
