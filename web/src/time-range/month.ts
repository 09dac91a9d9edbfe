import { DAY } from './instant.ts';

/** Starts of the six weeks of days (from Monday) that show the month of `instant`, in UTC. */
export function daysOfMonthView(instant: number): readonly number[] {
  const date = new Date(instant);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  const weekday = (new Date(first).getUTCDay() + 6) % 7;
  return Array.from({ length: 42 }, (_, index) => first + (index - weekday) * DAY);
}

/** The first day of the month `months` away. */
export function monthAway(instant: number, months: number): number {
  const date = new Date(instant);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
}

const NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `March 2026`. */
export function monthWords(instant: number): string {
  const date = new Date(instant);
  return `${NAMES[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`;
}

export function isSameMonth(a: number, b: number): boolean {
  return monthAway(a, 0) === monthAway(b, 0);
}
