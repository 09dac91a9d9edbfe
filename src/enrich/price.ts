/** The derived column of a price's text. */
export interface PriceColumns {
  readonly [column: string]: string | null;
  /** Decimal number as text, at least 2 and at most 4 decimals, no grouping, at most 14 digits before the point. */
  readonly amount: string | null;
}

const MAX_TEXT = 64;
const MAX_WHOLE_DIGITS = 14;
const MAX_DECIMALS = 4;
const NOTHING: PriceColumns = { amount: null };

/** Everything but digits that may stand before or behind an amount: a currency's sign, code or name. */
const AROUND = /^[\p{Sc}\p{L}\p{M}\s.+-]*$/u;
const SPACES_AND_APOSTROPHES = /[\s'’ʼ‘`´_٬]/gu;

/**
 * The amount in a price as a shop prints it, as an exact decimal: `1.234,50 €` is `1234.50`. No double is made of it.
 *
 * Which sign is the decimal one:
 * - of `.` and `,` both in one text, the last one
 * - one that comes more than once groups thousands (`1.234.567`)
 * - a single one followed by exactly three digits groups thousands (`1.234` and `1,234` are `1234.00`), unless the part
 *   before it is no group: `0,999` and `1234,567` are decimals
 * - any other single one is the decimal sign
 * Spaces and apostrophes group thousands. Groups must be of three digits (or of two, as in `1,23,456.00`).
 * `99,-` and `99.–` are whole amounts; a minus counts in front of the number only. More than 4 decimals are rounded half away from zero.
 * Null for anything else: no digits (`false`, empty), two numbers, exponents, more than 14 digits before the decimals. Never throws.
 */
export function parsePrice(text: string | null): PriceColumns {
  if (text === null || text.length > MAX_TEXT) return NOTHING;
  const tidy = asciiDigits(text).replaceAll('−', '-').replaceAll('–', '-').replaceAll('٫', ',').trim();
  const found = /^([^\d]*)(\d(?:.*\d)?)([^\d]*)$/su.exec(tidy);
  if (found === null) return NOTHING;
  const [, before = '', body = '', behind = ''] = found;
  if (!AROUND.test(before) || !AROUND.test(behind.replace(/^,(?=[-\s]|$)/, ''))) return NOTHING;
  const number = leadingDecimalSign(before)
    ? { whole: '0', decimals: /^\d+$/.test(body) ? body : null }
    : split(body);
  if (number === null || number.decimals === null) return NOTHING;
  return amountOf(isMinus(before), number.whole, number.decimals);
}

/** At the outside or right before the digits: `-€5`, `€-5`; not the hyphen of a word. */
function isMinus(before: string): boolean {
  const tidy = before.trim();
  return tidy.startsWith('-') || tidy.endsWith('-');
}

/** `$.50` and `.5` are fractions; the point of `Rs.500` belongs to the currency. */
function leadingDecimalSign(before: string): boolean {
  return /(?:^|[^\p{L}])\.$/u.test(before);
}

interface Split {
  readonly whole: string;
  readonly decimals: string;
}

function split(body: string): Split | null {
  const sign = decimalSign(body);
  const at = sign === null ? body.length : body.lastIndexOf(sign);
  const decimals = body.slice(at + 1);
  const whole = ungrouped(body.slice(0, at));
  return whole === null || !/^\d*$/.test(decimals) ? null : { whole, decimals };
}

function decimalSign(body: string): '.' | ',' | null {
  const point = body.lastIndexOf('.');
  const comma = body.lastIndexOf(',');
  if (point < 0 && comma < 0) return null;
  const sign = point > comma ? '.' : ',';
  const alone = point < 0 || comma < 0;
  const first = body.indexOf(sign);
  const last = Math.max(point, comma);
  if (first !== last) return null;
  const groups =
    alone &&
    body.length - last === 4 &&
    /^[1-9]\d{0,2}$/.test(body.slice(0, last).replace(SPACES_AND_APOSTROPHES, ''));
  return groups ? null : sign;
}

/** The digits of a whole number without its grouping; null when the groups are not 2 or 3 digits, the last one 3. */
function ungrouped(whole: string): string | null {
  const marks = new Set(whole.replace(/\d/g, ''));
  if (marks.size === 0) return whole;
  const parts = whole.replace(SPACES_AND_APOSTROPHES, ',').replaceAll('.', ',').split(',');
  const [first = '', ...rest] = parts;
  const grouped =
    marks.size === 1 &&
    /^\d{1,3}$/.test(first) &&
    rest.every((part, index) => /^\d{3}$/.test(part) || (index < rest.length - 1 && /^\d{2}$/.test(part)));
  return grouped ? parts.join('') : null;
}

function amountOf(negative: boolean, whole: string, decimals: string): PriceColumns {
  const kept = decimals.slice(0, MAX_DECIMALS).padEnd(MAX_DECIMALS, '0');
  const roundsUp = decimals.charAt(MAX_DECIMALS) >= '5';
  const units = BigInt(whole + kept) + (roundsUp ? 1n : 0n);
  const digits = units.toString().padStart(MAX_DECIMALS + 1, '0');
  if (digits.length > MAX_WHOLE_DIGITS + MAX_DECIMALS) return NOTHING;
  const fraction = digits.slice(-MAX_DECIMALS).replace(/0{1,2}$/, '');
  const minus = negative && units !== 0n ? '-' : '';
  return { amount: `${minus}${digits.slice(0, -MAX_DECIMALS)}.${fraction}` };
}

/** Arabic and Persian digits as ASCII. */
function asciiDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}
