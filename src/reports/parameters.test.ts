import { describe, expect, it } from 'vitest';
import type { CrosscurrentError } from '../event/errors.ts';
import type { GivenParameters } from './answer.ts';
import { type DeclaredReport, findReport, isListing, reportsByName } from './find.ts';
import { describeReport, parametersOf } from './offered.ts';
import { askedFor } from './parameters.ts';
import { shop } from './testing/shop.ts';

const reports = reportsByName([shop]);
const DAY = Date.UTC(2026, 0, 2);

function declared(name: string): DeclaredReport {
  const found = findReport(reports, name);
  if (isListing(found)) throw new Error(`${name} is a listing`);
  return found;
}

function asked(name: string, given: GivenParameters = {}) {
  return askedFor(declared(name), given);
}

function refusal(name: string, given: GivenParameters): { message: string; remedy: string } {
  try {
    asked(name, given);
  } catch (error) {
    const { code, message, remedy } = error as CrosscurrentError;
    expect(code).toBe('bad_parameter');
    return { message, remedy };
  }
  throw new Error(`${JSON.stringify(given)} was not refused`);
}

describe('parameters', () => {
  it('have defaults', () => {
    expect(asked('stores')).toEqual({
      period: { from: undefined, to: undefined, minutes: undefined },
      limit: 10_000,
      bots: 'exclude',
      equals: {},
      by: 'store',
      grain: undefined,
      shown: { limit: 10_000, bots: 'exclude', by: 'store' },
    });
    expect(asked('totals').period.minutes).toBe(120);
    expect(asked('traffic').grain).toBe('hour');
  });

  it('are taken as text or as numbers', () => {
    expect(asked('top', { limit: '10' }).limit).toBe(10);
    expect(asked('top', { limit: 10 }).limit).toBe(10);
    expect(asked('stores', { in: 12 }).equals).toEqual({ country: '12' });
    expect(asked('top', { limit: undefined }).limit).toBe(3);
  });

  it('make a range: a day in `to` is included, an instant is not', () => {
    const end = DAY + 86_400_000;
    expect(asked('top', { day: '2026-01-02' }).period).toMatchObject({ from: DAY, to: end });
    expect(asked('top', { from: '2026-01-02', to: '2026-01-02' }).period).toMatchObject({
      from: DAY,
      to: end,
    });
    expect(asked('top', { from: '2026-01-02T00:00Z', to: '2026-01-03T00:00Z' }).period).toMatchObject({
      from: DAY,
      to: end,
    });
    expect(asked('top', { from: '2026-01-02' }).period).toMatchObject({ from: DAY, to: undefined });
    expect(asked('totals', { day: '2026-01-02' }).shown).not.toHaveProperty('minutes');
  });

  it('that are not there are refused, with those that are', () => {
    expect(refusal('top', { dya: '2026-01-01' })).toEqual({
      message: 'The report top has no parameter "dya".',
      remedy: 'Did you mean day? Allowed: day, from, to, limit, bots.',
    });
    for (const name of ['__proto__', 'constructor', 'toString', '']) {
      expect(refusal('top', JSON.parse(`{"${name}": "x"}`)).message).toContain('has no parameter');
    }
  });

  it('with a wrong value are refused, with the right ones', () => {
    expect(refusal('top', { bots: 'no' })).toEqual({
      message: 'bots cannot be "no".',
      remedy: 'Allowed: exclude, include, only.',
    });
    expect(refusal('stores', { by: 'city' }).remedy).toBe('Allowed: store, country.');
    expect(refusal('traffic', { grain: 'week' }).remedy).toBe('Allowed: hour, minute, day.');
    for (const limit of ['0', '10001', '-1', '1.5', '1e3', ' 1', '', 'ten', '0x10', Number.NaN]) {
      expect(refusal('top', { limit }).remedy, String(limit)).toBe(
        'Allowed: a whole number from 1 to 10000.',
      );
    }
    expect(refusal('top', { day: '2026-02-30' })).toEqual({
      message: 'day cannot be "2026-02-30".',
      remedy: 'Allowed: a day that exists, as YYYY-MM-DD, from 1970-01-01 to 9998-12-31.',
    });
    expect(refusal('top', { to: '2026-01-01T25:00:00Z' }).remedy).toContain('ISO 8601 instant');
    expect(refusal('totals', { minutes: '0' }).remedy).toBe('Allowed: a whole number from 1 to 527040.');
    for (const text of ['', 'a\0b', 'x'.repeat(16_385)]) {
      expect(refusal('stores', { in: text }).remedy).toContain(
        'a text of 1 to 16384 characters, without NUL',
      );
    }
  });

  it('are refused when they are repeated or no plain value', () => {
    expect(refusal('top', { limit: ['1', '2'] }).message).toBe(
      'The parameter limit is given more than once.',
    );
    expect(refusal('top', { limit: {} }).message).toBe('The parameter limit is not a plain value.');
    expect(refusal('top', { limit: null }).message).toBe('The parameter limit is not a plain value.');
  });

  it('never make a message of more than a line', () => {
    const { message } = refusal('top', { bots: `\u001b[31m${'x'.repeat(1000)}\n` });
    expect(message).not.toMatch(/\p{Cc}/u);
    expect(message.length).toBeLessThan(100);
  });

  it('that must be there are asked for, with an example', () => {
    expect(refusal('store-in', {})).toEqual({
      message: 'The report store-in needs the parameter country.',
      remedy: 'Give country (Country), for example country=DE.',
    });
  });

  it('that contradict each other are refused', () => {
    expect(refusal('top', { day: '2026-01-01', to: '2026-01-01' })).toEqual({
      message: 'day is given together with to.',
      remedy: 'Allowed: either day or to.',
    });
    expect(refusal('totals', { minutes: 5, from: '2026-01-01', to: '2026-01-01' }).message).toBe(
      'from and to is given together with minutes.',
    );
    expect(refusal('totals', { minutes: 5, day: '2026-01-01' }).message).toBe(
      'day is given together with minutes.',
    );
    expect(refusal('top', { from: '2026-01-02', to: '2026-01-01' }).message).toBe(
      'from (2026-01-02) is not before to (2026-01-01).',
    );
    expect(refusal('top', { from: '2026-01-01T10:00Z', to: '2026-01-01T10:00Z' }).message).toContain(
      'is not before',
    );
  });
});

describe('the parameters a report offers', () => {
  it('are the standard ones and its own, with all that a form needs', () => {
    const offered = parametersOf(findReport(reports, 'stores'));
    expect(offered.map(({ name, type, required }) => [name, type, required])).toEqual([
      ['day', 'day', false],
      ['from', 'instant', false],
      ['to', 'instant', false],
      ['limit', 'integer', false],
      ['bots', 'choice', false],
      ['by', 'choice', false],
      ['in', 'text', false],
    ]);
    expect(offered[5]).toMatchObject({
      choices: ['store', 'country'],
      default: 'store',
      about: 'What makes a row',
    });
  });

  it('hold no choice of bots where a stream has none', () => {
    const { name, report } = declared('top');
    const offered = parametersOf({ name, report, stream: { ...shop, bots: undefined } });
    expect(offered.map((one) => one.name)).toEqual(['day', 'from', 'to', 'limit']);
  });
});

describe('a description', () => {
  it('says what each figure is, so that nobody adds up what cannot be', () => {
    expect(describeReport(findReport(reports, 'totals')).figures).toEqual([
      { name: 'views', unit: 'views', kind: 'count' },
      { name: 'visitors', unit: 'visitors', kind: 'distinct' },
      { name: 'views_each', unit: 'views', kind: 'ratio', per: 'visitors' },
      { name: 'quantity', unit: 'pieces', kind: 'sum' },
    ]);
    expect(describeReport(findReport(reports, 'funnel')).figures).toEqual([
      { name: 'events', unit: 'events' },
      { name: 'of_first', unit: '%', kind: 'ratio', per: 'the first step' },
      { name: 'of_previous', unit: '%', kind: 'ratio', per: 'the step before' },
    ]);
  });

  it('names the dimension that a parameter fixes', () => {
    const { parameters } = describeReport(findReport(reports, 'store-in'));
    expect(parameters.at(-1)).toEqual({
      name: 'country',
      type: 'text',
      required: true,
      about: 'Country',
      example: 'DE',
      dimension: 'country',
    });
  });
});
