import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { text, timestamp } from './column.ts';
import { defineStream } from './define.ts';
import { eventIdReader } from './event-id.ts';
import { readColumn } from './examine.ts';
import { count } from './rollup.ts';

const visits = defineStream({
  name: 'visits',
  title: 'Visits',
  about: 'Visits of a shop',
  columns: {
    id: text('Which', { required: true, aliases: ['event_id', 'uuid'], missing: ['-'] }),
    at: timestamp('When', { required: true }),
  },
  id: 'id',
  eventTime: 'at',
  extracted: {},
  derived: {},
  computed: {},
  rollups: { days: { about: 'By day', grain: 'day', by: [], measures: { visits: count('Visits') } } },
  reports: {},
  panels: [],
  simulator: () => {
    throw new Error('no simulation in these tests');
  },
  demoRate: 1,
  example: { id: 'v1', at: 1767225600 },
});

describe('the id of a line', () => {
  const idOf = eventIdReader(visits);

  it('is read under each of its names', () => {
    expect(idOf('{"id":"a-1","at":1}')).toBe('a-1');
    expect(idOf('{"at":1,"event_id":"b.2"}')).toBe('b.2');
    expect(idOf('{"ID":"c"}')).toBe('c');
    expect(idOf('{"id":7}')).toBe('7');
  });

  it('is none where there is none', () => {
    for (const line of [
      '',
      'no json',
      '[]',
      '{}',
      '{"id":null}',
      '{"id":""}',
      '{"id":"-"}',
      '{"other":{"id":"x"}}',
    ]) {
      expect(idOf(line)).toBeNull();
    }
  });

  it('is the first of two, however the second is spelt', () => {
    expect(idOf('{"id":"first","id":"second"}')).toBe('first');
    expect(idOf('{"id":"first","\\u0069d":"second"}')).toBe('first');
  });

  it('is what the reference reads', () => {
    const name = fc.constantFrom('id', 'ID', 'event_id', 'uuid', 'at', '\\u0069d', 'x');
    const value = fc.oneof(
      fc.constantFrom(
        '"-"',
        '""',
        'null',
        '1',
        '1.0',
        '{"id":"deep"}',
        '["id"]',
        '"a b"',
        '"\\"id\\""',
        '"\\u0061"',
      ),
      fc.string({ maxLength: 8 }).map((one) => JSON.stringify(one)),
    );
    const line = fc
      .array(fc.tuple(name, value), { maxLength: 4 })
      .map((fields) => `{${fields.map(([key, json]) => `"${key}":${json}`).join(',')}}`);
    fc.assert(
      fc.property(line, (one) => {
        expect(idOf(one)).toBe(readColumn(visits, one, 'id'));
      }),
    );
  });
});
