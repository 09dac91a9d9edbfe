import { isoInstant } from '../event/time.ts';
import type { Cell, CellType } from './answer.ts';

/** A value as a driver of PostgreSQL gives it, whatever its type parsers, as a cell of an answer. */
export function toCell(type: CellType, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  switch (type) {
    case 'integer':
      return wholeNumber(plainText(value));
    case 'decimal':
      return decimalNumber(plainText(value));
    case 'boolean':
      return value === true || value === 't' || value === 'true';
    case 'timestamp':
      return isoInstant(toInstant(value));
    case 'text':
      return plainText(value);
    case 'list':
      return Array.isArray(value) ? value.map(plainText) : [plainText(value)];
  }
}

/** A number or text of the database as text; never through a double unless the driver made one. */
export function plainText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value);
  throw new TypeError(`a value of the warehouse is neither text nor number: ${typeof value}`);
}

/** The same, null for NULL and what is absent. */
export function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : plainText(value);
}

/** A timestamp of the database in epoch milliseconds. */
export function toInstant(value: unknown): number {
  const at =
    value instanceof Date
      ? value.getTime()
      : typeof value === 'number'
        ? value
        : Date.parse(plainText(value));
  if (Number.isNaN(at)) throw new TypeError('a timestamp of the warehouse cannot be read');
  return at;
}

/** As a number where a double holds it, else as text (JSON has no 64-bit integers). */
function wholeNumber(text: string): Cell {
  const digits = text.replace(/\.0*$/, '');
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : digits;
}

/** As a number where a double shows the same digits, else as text. */
function decimalNumber(text: string): Cell {
  const digits = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  const number = Number(digits);
  if (String(number) === digits || (number === 0 && /^-?0$/.test(digits))) return number === 0 ? 0 : number;
  return sameDigits(number, digits) ? number : digits;
}

/** Whether a number written in full is the text: very small ones print with an exponent. */
function sameDigits(number: number, digits: string): boolean {
  const places = digits.split('.')[1]?.length ?? 0;
  return (
    Math.abs(number) < 1e15 && places <= 20 && number.toFixed(places) === digits && significant(digits) <= 15
  );
}

function significant(digits: string): number {
  return digits.replace(/^-?0*\.?0*/, '').replace('.', '').length;
}
