import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shop } from '../../test/golden/types/good.ts';
import { boolean, decimal, integer, json, text, timestamp } from './column.ts';
import type { Stream } from './define.ts';
import { type Examined, examineLine } from './examine.ts';

const NOW = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

/** One column of each kind; all else is of no importance here. */
const stream: Stream = {
  ...shop,
  columns: {
    id: text('Id', { required: true }),
    at: timestamp('Event time', { required: true }),
    kind: text('Kind'),
    place: text('Place', { aliases: ['Ort', 'Kota'], missing: ['none', 'false'] }),
    pieces: integer('Pieces', { min: 0 }),
    delta: integer('Delta'),
    amount: decimal('Amount'),
    share: decimal('A count or a share', { min: 0, wholeOrShare: true }),
    done: boolean('Done'),
    seen: timestamp('Seen'),
    more: json('More'),
  },
  id: 'id',
  eventTime: 'at',
};

function examine(fields: string): Examined {
  return examineLine(stream, `{"id":"a","at":1767225600${fields === '' ? '' : `,${fields}`}}`, NOW);
}

/** Value of a column; `bad` when it could not be used. */
function canonicalOf(column: string, value: string): string | null {
  const examined = examine(`"${column}":${value}`);
  if (!examined.accepted) throw new Error(examined.reason);
  if (examined.badFields.length > 0) expect(examined.badFields).toEqual([column]);
  return examined.badFields.length > 0 ? 'bad' : (examined.values[column] ?? null);
}

function reasonOf(line: string): string {
  const examined = examineLine(stream, line, NOW);
  return examined.accepted ? 'accepted' : examined.reason;
}

describe('a line that cannot be placed is rejected [D6]', () => {
  it.each([
    ['', 'not_json'],
    ['{', 'not_json'],
    ['{"id":"a","at":1767225600', 'not_json'],
    ['{"id":"a","at":1767225600} {}', 'not_json'],
    ["{'id':'a'}", 'not_json'],
    ['<html>', 'not_json'],
    ['[]', 'not_an_object'],
    ['[{"id":"a","at":1767225600}]', 'not_an_object'],
    ['"text"', 'not_an_object'],
    ['null', 'not_an_object'],
    ['17', 'not_an_object'],
    ['{}', 'missing:id'],
    ['{"at":1767225600}', 'missing:id'],
    ['{"id":"","at":1767225600}', 'missing:id'],
    ['{"id":null,"at":1767225600}', 'missing:id'],
    ['{"id":{"a":1},"at":1767225600}', 'bad:id'],
    ['{"id":["a"],"at":1767225600}', 'bad:id'],
    ['{"id":"a"}', 'missing:at'],
    ['{"id":"a","at":""}', 'missing:at'],
    ['{"id":"a","at":"yesterday"}', 'bad:at'],
    ['{"id":"a","at":"2026-02-30"}', 'bad:at'],
    ['{"id":"a","at":true}', 'bad:at'],
    ['{"id":"a","at":{}}', 'bad:at'],
    ['{"id":"a","at":-5}', 'bad:at'],
  ])('%s -> %s', (line, reason) => {
    expect(reasonOf(line)).toBe(reason);
  });

  it('when it is nested deeper than 1,000 levels, wherever that is', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(reasonOf(`{"id":"a","at":1767225600,"more":${nested(999)}}`)).toBe('accepted');
    expect(reasonOf(`{"id":"a","at":1767225600,"more":${nested(1000)}}`)).toBe('not_json');
    for (const field of ['more', 'kind', 'pieces', 'unknown']) {
      for (const depth of [10_000, 1_000_000]) {
        expect(reasonOf(`{"id":"a","at":1767225600,"${field}":${nested(depth)}}`)).toBe('not_json');
      }
    }
    expect(reasonOf(`{"id":"a","at":1767225600,"kind":"${'['.repeat(10_000)}"}`)).toBe('accepted');
  });
});

describe('an event time', () => {
  it('may be 24 hours ahead of the clock, and not a millisecond more [W4]', () => {
    const at = (ms: number) => examineLine(stream, `{"id":"a","at":${ms}}`, NOW);
    expect(at(NOW + 24 * HOUR)).toMatchObject({ accepted: true, eventTime: NOW + 24 * HOUR });
    expect(at(NOW + 24 * HOUR + 1)).toEqual({ accepted: false, reason: 'in_the_future' });
  });

  it('may be as old as it likes [W3]', () => {
    expect(examineLine(stream, '{"id":"a","at":1}', NOW)).toMatchObject({ accepted: true, eventTime: 1000 });
  });

  it.each([
    ['1767225600', NOW],
    ['1767225600000', NOW],
    ['"1767225600"', NOW],
    ['1.7672256e9', NOW],
    ['1767225600.5', NOW + 500],
    ['"2026-01-01T00:00:00Z"', NOW],
    ['"2026-01-01T02:00:00+02:00"', NOW],
  ])('%s', (at, expected) => {
    expect(examineLine(stream, `{"id":"a","at":${at}}`, NOW)).toMatchObject({
      accepted: true,
      eventTime: expected,
    });
  });
});

describe('a bad value of an optional field becomes NULL and is counted', () => {
  it('each field for itself', () => {
    const examined = examine('"pieces":"many","amount":"1,5","done":"perhaps","seen":"never","kind":"x"');
    expect(examined).toMatchObject({
      accepted: true,
      badFields: ['pieces', 'amount', 'done', 'seen'],
      values: { pieces: null, amount: null, done: null, seen: null, kind: 'x' },
    });
  });

  it('but a missing one is not', () => {
    expect(examine('"pieces":null,"amount":"","done":null')).toMatchObject({ accepted: true, badFields: [] });
  });

  it.each([
    ['pieces', '7', '7'],
    ['pieces', '"7"', '7'],
    ['pieces', '" 7 "', '7'],
    ['pieces', '7.0', '7'],
    ['pieces', '7e2', '700'],
    ['pieces', '"007"', '7'],
    ['pieces', '-0', '0'],
    ['pieces', '7.5', 'bad'],
    ['pieces', '-1', 'bad'],
    ['pieces', '"+7"', 'bad'],
    ['pieces', '"0x7"', 'bad'],
    ['pieces', 'true', 'bad'],
    ['pieces', '[7]', 'bad'],
    ['pieces', '{}', 'bad'],
    ['pieces', '1e400', 'bad'],
    ['pieces', '9007199254740993', '9007199254740993'],
    ['pieces', '"9007199254740993"', '9007199254740993'],
    ['pieces', '9223372036854775807', '9223372036854775807'],
    ['pieces', '9223372036854775808', 'bad'],
    ['pieces', '12345678901234567890123', 'bad'],
    ['delta', '-9223372036854775808', '-9223372036854775808'],
    ['delta', '-9223372036854775809', 'bad'],
    ['delta', '1.2345678901234567e16', '12345678901234567'],
    ['amount', '1.5', '1.5'],
    ['amount', '"1.50"', '1.50'],
    ['amount', '-0.000000001', '-0.000000001'],
    ['amount', '123456789012345678.123456789', '123456789012345678.123456789'],
    ['amount', '15e-1', '1.5'],
    ['amount', '1234567890123456789', 'bad'],
    ['amount', '"1.234,50"', 'bad'],
    ['amount', '1e400', 'bad'],
    ['done', 'true', 'true'],
    ['done', '"FALSE"', 'false'],
    ['done', '1', 'true'],
    ['done', '"0"', 'false'],
    ['done', '2', 'bad'],
    ['seen', '1767225600', '1767225600000'],
    ['seen', '"2026-02-30"', 'bad'],
    ['kind', '17', '17'],
    ['kind', 'false', 'false'],
    ['kind', '1.0', '1.0'],
    ['kind', '12345678901234567890123', '12345678901234567890123'],
    ['kind', '{"a": [1, 2.0]}', '{"a":[1,2.0]}'],
    ['more', '{"a" : [1, {"b": null}]}', '{"a":[1,{"b":null}]}'],
    ['more', '"text"', 'text'],
    ['more', '17', '17'],
  ])('%s: %s -> %s', (column, value, expected) => {
    expect(canonicalOf(column, value)).toBe(expected);
  });

  it.each([
    ['434', '434'],
    ['0', '0'],
    ['0.715', '0.715'],
    ['0.999999999', '0.999999999'],
    ['1', '1'],
    ['1.0', '1.0'],
    ['1.5', 'bad'],
    ['434.5', 'bad'],
    ['-0.5', 'bad'],
    // A double would take this for a whole number.
    ['"123456789012345678.5"', 'bad'],
  ])('a count or a share: %s -> %s', (value, expected) => {
    expect(canonicalOf('share', value)).toBe(expected);
  });
});

describe('a field is read from its own name, then its aliases, whatever the case', () => {
  it.each([
    ['"place":"own"', 'own'],
    ['"Ort":"alias"', 'alias'],
    ['"Kota":"second"', 'second'],
    ['"KOTA":"case"', 'case'],
    ['"PLACE":"case"', 'case'],
    ['"Kota":"second","Ort":"alias","place":"own"', 'own'],
    ['"Kota":"second","Ort":"alias"', 'alias'],
    ['"pLaCe":"case","Ort":"alias"', 'alias'],
    ['"place":"","Ort":"alias"', 'alias'],
    ['"place":null,"ORT":"case"', 'case'],
    ['"place":"none","Ort":"alias"', 'alias'],
    ['"place":false,"Kota":"second"', 'second'],
    ['"place":"none","Ort":"none"', null],
    ['"place":"own","place":"twice"', 'own'],
  ])('%s -> %s', (fields, expected) => {
    expect(examine(fields)).toMatchObject({ accepted: true, values: { place: expected } });
  });
});

describe('undeclared fields', () => {
  const extraOf = (fields: string): unknown => {
    const examined = examine(fields);
    return examined.accepted && examined.extra !== null ? JSON.parse(examined.extra) : null;
  };

  it('are kept as they were sent', () => {
    expect(extraOf('"kind":"x"')).toBeNull();
    expect(extraOf('"colour":"red","list":[1, {"a": null}],"on":true')).toEqual({
      colour: 'red',
      list: [1, { a: null }],
      on: true,
    });
  });

  it('are not those that a column was read from', () => {
    expect(extraOf('"Ort":"x","KOTA":"y"')).toEqual({ KOTA: 'y' });
    expect(extraOf('"ORT":"x"')).toBeNull();
  });

  it('keep numbers digit by digit', () => {
    expect(examine('"big":12345678901234567890123')).toMatchObject({
      extra: '{"big":12345678901234567890123}',
    });
  });

  it('may be called like a property of every object', () => {
    const examined = examine('"__proto__":{"polluted":true},"constructor":1,"toString":2,"hasOwnProperty":3');
    expect(examined).toMatchObject({
      accepted: true,
      extra: '{"__proto__":{"polluted":true},"constructor":1,"toString":2,"hasOwnProperty":3}',
    });
    expect(Object.keys({})).toEqual([]);
    expect('polluted' in {}).toBe(false);
  });
});

describe('text', () => {
  it('may hold NUL and anything else that is Unicode', () => {
    expect(canonicalOf('kind', '"a\\u0000b"')).toBe('a\0b');
    expect(canonicalOf('kind', '"\\ud83d\\ude00"')).toBe('\u{1f600}');
  });

  it('has U+FFFD in place of a lone surrogate, which no encoding has', () => {
    expect(canonicalOf('kind', '"a\\ud800b"')).toBe('a\ufffdb');
    expect(canonicalOf('kind', '"\\udc00"')).toBe('\ufffd');
  });
});

describe('what DuckDB reads though it is no JSON is read here, too', () => {
  it.each([
    ['{"id":"a","at":1767225600,}', { kind: null }],
    ['{"id":"a","at":1767225600,"more":[1,],}', { more: '[1]' }],
    ['\ufeff{"id":"a","at":1767225600}', { id: 'a' }],
    ['{"id":"a","at":1767225600,"kind":NaN}', { kind: 'NaN' }],
    ['{"id":"a","at":1767225600,"kind":"a,}"}', { kind: 'a,}' }],
  ])('%s', (line, values) => {
    expect(examineLine(stream, line, NOW)).toMatchObject({ accepted: true, values });
  });

  it('as numbers, NaN and Infinity are bad', () => {
    expect(examine('"pieces":NaN,"amount":-Infinity')).toMatchObject({ badFields: ['pieces', 'amount'] });
  });
});

describe('any line', () => {
  it('is accepted or rejected, never an error', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.json(),
          fc.json().map((value) => value.slice(1)),
        ),
        (line) => {
          expect(typeof examineLine(stream, line, NOW).accepted).toBe('boolean');
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keeps whole numbers of 64 bits and texts exactly', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        fc.string({ minLength: 1 }),
        (delta, kind) => {
          const examined = examine(`"delta":${delta},"kind":${JSON.stringify(kind)}`);
          expect(examined).toMatchObject({ badFields: [], values: { delta: String(delta), kind } });
        },
      ),
    );
  });
});
