import { CrosscurrentError } from '../event/errors.ts';
import { GRAIN_MS } from '../stream/rollup.ts';
import type { GivenParameters, ParameterDescription } from './answer.ts';
import { nearestNames, shorten } from './find.ts';
import { FIRST_DAY, LAST_DAY, parseDay, parseInstant } from './instant.ts';
import { MAX_MINUTES, MAX_ROWS } from './standard.ts';

/** The range that was asked for, in epoch milliseconds, `to` exclusive; the default period when neither is there. */
export interface AskedPeriod {
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Length of the default period, for reports over the last minutes. */
  readonly minutes: number | undefined;
}

/** A checked value of a parameter. */
export type Value = string | number;

/** Longest value of a text parameter, in characters. */
const MAX_TEXT = 16_384;

/** Refuses a parameter. */
export function bad(message: string, remedy: string): CrosscurrentError {
  return new CrosscurrentError('bad_parameter', message, remedy);
}

/** What is offered, and under which report's name. */
interface Offer {
  readonly report: string;
  readonly offered: readonly ParameterDescription[];
  /** The parameter that sets the length of the default period. */
  readonly minutes: string | undefined;
}

/** The effective values: what was given, checked, else the defaults. */
export function readValues(
  { report, offered, minutes }: Offer,
  given: GivenParameters,
): ReadonlyMap<string, Value> {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  const unknown = entries.find(([name]) => !offered.some((one) => one.name === name));
  if (unknown !== undefined) throw unknownParameter(report, unknown[0], offered);
  const raw = new Map(entries);
  const values = new Map<string, Value>();
  for (const one of offered) {
    const value = raw.get(one.name);
    if (value !== undefined) values.set(one.name, checkedValue(one, value));
    else if (one.required) throw missingParameter(report, one);
    else if (one.default !== undefined) values.set(one.name, one.default);
  }
  refuseTwoPeriods([...raw.keys()], minutes);
  return values;
}

/** A day, a range and a number of minutes up to now exclude each other. */
function refuseTwoPeriods(names: readonly string[], minutes: string | undefined): void {
  const [first, second] = [['day'], ['from', 'to'], [minutes ?? 'minutes']]
    .map((group) => group.filter((name) => names.includes(name)))
    .filter((group) => group.length > 0)
    .map((group) => group.join(' and '));
  if (first === undefined || second === undefined) return;
  throw bad(`${first} is given together with ${second}.`, `Allowed: either ${first} or ${second}.`);
}

function unknownParameter(report: string, name: string, offered: readonly ParameterDescription[]) {
  const names = offered.map((one) => one.name);
  const [near] = nearestNames(name, names);
  const guess = near === undefined ? '' : `Did you mean ${near}? `;
  return bad(
    `The report ${report} has no parameter "${shorten(name)}".`,
    `${guess}Allowed: ${names.join(', ')}.`,
  );
}

function missingParameter(report: string, one: ParameterDescription) {
  const example = one.example === undefined ? '' : `, for example ${one.name}=${one.example}`;
  return bad(
    `The report ${report} needs the parameter ${one.name}.`,
    `Give ${one.name} (${one.about})${example}.`,
  );
}

function checkedValue(one: ParameterDescription, given: unknown): Value {
  if (Array.isArray(given)) throw bad(`The parameter ${one.name} is given more than once.`, 'Give it once.');
  if (typeof given !== 'string' && typeof given !== 'number' && typeof given !== 'boolean') {
    throw bad(
      `The parameter ${one.name} is not a plain value.`,
      `Give it as text or a number: ${allowed(one)}.`,
    );
  }
  const value = acceptedValue(one, String(given));
  if (value === undefined) {
    throw bad(`${one.name} cannot be "${shorten(String(given))}".`, `Allowed: ${allowed(one)}.`);
  }
  return value;
}

function acceptedValue(one: ParameterDescription, value: string): Value | undefined {
  switch (one.type) {
    case 'choice':
      return one.choices?.includes(value) ? value : undefined;
    case 'integer':
      return /^\d{1,9}$/.test(value) && Number(value) >= 1 && Number(value) <= largest(one)
        ? Number(value)
        : undefined;
    case 'day':
      return parseDay(value) === undefined ? undefined : value;
    case 'instant':
      return parseDay(value) === undefined && parseInstant(value) === undefined ? undefined : value;
    case 'text':
      return value !== '' && value.length <= MAX_TEXT && !value.includes('\0') ? value : undefined;
  }
}

function largest(one: ParameterDescription): number {
  return one.name === 'limit' ? MAX_ROWS : MAX_MINUTES;
}

function allowed(one: ParameterDescription): string {
  switch (one.type) {
    case 'choice':
      return (one.choices ?? []).join(', ');
    case 'integer':
      return `a whole number from 1 to ${largest(one)}`;
    case 'day':
      return `a day that exists, as YYYY-MM-DD, from ${FIRST_DAY} to ${LAST_DAY}`;
    case 'instant':
      return `a day (YYYY-MM-DD) or an ISO 8601 instant (2026-01-01T09:30:00Z) that exists, from ${FIRST_DAY} to ${LAST_DAY}`;
    case 'text':
      return `a text of 1 to ${MAX_TEXT} characters, without NUL${one.example === undefined ? '' : `, for example ${one.example}`}`;
  }
}

/** The range among the values. */
export function askedPeriod(
  values: ReadonlyMap<string, Value>,
  minutesName: string | undefined,
): AskedPeriod {
  const day = parseDay(String(values.get('day')));
  if (day !== undefined) return { from: day, to: day + GRAIN_MS.day, minutes: undefined };
  const from = startOf(values.get('from'));
  const to = endOf(values.get('to'));
  if (from !== undefined && to !== undefined && from >= to) {
    throw bad(
      `from (${values.get('from')}) is not before to (${values.get('to')}).`,
      'Give a from that lies before to; a day in to is included, an instant is not.',
    );
  }
  const minutes = minutesName === undefined ? undefined : values.get(minutesName);
  return { from, to, minutes: minutes === undefined ? undefined : Number(minutes) };
}

function startOf(value: Value | undefined): number | undefined {
  return value === undefined ? undefined : (parseDay(String(value)) ?? parseInstant(String(value)));
}

function endOf(value: Value | undefined): number | undefined {
  if (value === undefined) return undefined;
  const day = parseDay(String(value));
  return day === undefined ? parseInstant(String(value)) : day + GRAIN_MS.day;
}
