import { LATEST_MS } from '../../event/time.ts';
import { type Instant, instantOfText } from '../wire/values.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Hours ahead of UTC. The zones of RFC 822, and those that feeds are seen to use besides. */
const ZONES: Readonly<Record<string, number>> = {
  ...{ edt: -4, est: -5, cdt: -5, cst: -6, mdt: -6, mst: -7, pdt: -7, pst: -8 },
  ...{
    wet: 0,
    west: 1,
    bst: 1,
    cet: 1,
    cest: 2,
    eet: 2,
    eest: 3,
    msk: 3,
    jst: 9,
    kst: 9,
    aest: 10,
    aedt: 11,
  },
};

/** `[Sat, ]7 Sep 2002[ 00:00[:01]][ GMT]` */
const DATE =
  /^(?:[a-z]{2,9}\.?,? )?(?<day>\d{1,2}) (?<month>[a-z]{3})[a-z]{0,6}\.?,? (?<year>\d{4}|\d{2})(?: (?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?)? ?(?<zone>[a-z]{1,5}|(?:gmt|utc)?[+-]\d{2}:?\d{2})?$/;

/** Longest date that is looked at. */
const LONGEST = 64;

/**
 * A date of a feed: as RSS writes it (RFC 822, with years of two or four digits), or as Atom does (RFC 3339), which RSS
 * feeds are seen to do, too. An unknown zone, or none, is UTC (RFC 5322, section 4.3).
 */
export function instantOfDate(value: string | undefined): Instant {
  const text = value?.trim();
  if (text === undefined || text === '') return undefined;
  if (/^\d{4}-/.test(text)) return instantOfText(text);
  if (text.length > LONGEST) return null;
  const parts = DATE.exec(text.toLowerCase().replace(/\s+/g, ' '))?.groups;
  return parts === undefined ? null : instantOf(parts);
}

function instantOf(parts: Readonly<Record<string, string | undefined>>): number | null {
  const [day, hour, minute, second] = ['day', 'hour', 'minute', 'second'].map((name) =>
    Number(parts[name] ?? 0),
  );
  const [d = 0, h = 0, mi = 0, s = 0] = [day, hour, minute, second];
  const month = MONTHS.indexOf(parts['month'] ?? '');
  const year = fullYear(parts['year'] ?? '');
  // A leap second is the second before it.
  if (month < 0 || h > 23 || mi > 59 || s > 60) return null;
  const date = new Date(Date.UTC(year, month, d));
  if (date.getUTCMonth() !== month || date.getUTCDate() !== d) return null;
  const ms = Date.UTC(year, month, d, h, mi, Math.min(s, 59)) - offsetMs(parts['zone'] ?? '');
  return ms >= 0 && ms <= LATEST_MS ? ms : null;
}

/** Years of two digits are 1950 to 2049 (RFC 5322, section 4.3). */
function fullYear(digits: string): number {
  if (digits.length === 4) return Number(digits);
  return Number(digits) + (Number(digits) < 50 ? 2000 : 1900);
}

function offsetMs(zone: string): number {
  const numeric = /([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (numeric === null) return (ZONES[zone] ?? 0) * 3_600_000;
  const [, sign, hours, minutes] = numeric;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
