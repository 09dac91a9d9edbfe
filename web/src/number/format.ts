import type { Value } from '../api/types.ts';

/** Stands for NULL. */
export const NONE = '–';

const THIN = '\u202f';
const GROUPED = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 20 });
const STEPS: readonly (readonly [number, string])[] = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];
const WHOLE_NUMBER = /^-?\d+$/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** The number behind a value, for drawing; numbers that came as text, for their many digits, lose some here and nowhere else. */
export function numberOf(value: Value | undefined): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && NUMBER.test(value)) return Number(value);
  return null;
}

/** Every digit: `12,431`, `71.50`. `decimals` fixes how many follow the point. */
export function exactNumber(value: Value | undefined, decimals?: number): string {
  if (value === null || value === undefined) return NONE;
  if (typeof value === 'string') return WHOLE_NUMBER.test(value) ? GROUPED.format(BigInt(value)) : value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') return value.join(', ');
  if (decimals === undefined) return GROUPED.format(value);
  return value.toLocaleString('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** Three digits or so with a letter: `9,999`, `12.4 k`, `3.2 M`. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size < 10_000) return GROUPED.format(Math.round(value * 100) / 100);
  for (const [step, letter] of STEPS) {
    // 999,500 would read 1000 k.
    if (size >= step * 0.9995) {
      const scaled = value / step;
      const digits = Math.abs(scaled) < 99.95 ? 1 : 0;
      return `${scaled.toFixed(digits).replace(/\.0$/, '')}${THIN}${letter}`;
    }
  }
  return GROUPED.format(value);
}

/** `1 h 05 min`, `4 min 32 s`, `12 s`. */
export function durationWords(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}${THIN}s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}${THIN}min ${String(whole % 60).padStart(2, '0')}${THIN}s`;
  return `${Math.floor(minutes / 60)}${THIN}h ${String(minutes % 60).padStart(2, '0')}${THIN}min`;
}

/** `1.4 MB`, powers of 1000. */
export function byteWords(bytes: number): string {
  if (bytes < 1000) return `${bytes}${THIN}B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 'B';
  for (const next of units) {
    if (size < 999.5) break;
    size /= 1000;
    unit = next;
  }
  return `${size < 10 ? size.toFixed(1) : Math.round(size)}${THIN}${unit}`;
}

/** How a figure is shown where room is short. Percents keep two decimals, seconds read as a duration. */
export function figureText(value: Value | undefined, unit: string | null): string {
  const number = numberOf(value);
  if (number === null) return value === null || value === undefined ? NONE : String(value);
  if (unit === '%') return `${exactNumber(number, 2)}${THIN}%`;
  if (unit === 's') return durationWords(number);
  return shortNumber(number);
}

/** The same with every digit and its unit, for hovers and for screen readers. */
export function figureWords(value: Value | undefined, unit: string | null): string {
  if (value === null || value === undefined) return 'no value';
  if (unit === '%') return `${exactNumber(value, 2)} %`;
  return unit === null || unit === '' ? exactNumber(value) : `${exactNumber(value)} ${unit}`;
}

/** Change from `before` to `now` in percent; null where there is nothing to compare with. */
export function changePercent(now: number | null, before: number | null): number | null {
  if (now === null || before === null || before === 0) return null;
  return ((now - before) / Math.abs(before)) * 100;
}
