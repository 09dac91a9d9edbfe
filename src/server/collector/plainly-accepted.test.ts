import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, integer, text, timestamp } from '../../stream/column.ts';
import { examineLine } from '../../stream/examine.ts';
import { NOW, notes } from '../testing/memory.ts';
import { plainCheck } from './plainly-accepted.ts';

const isPlain = plainCheck(notes);

describe('the quick check', () => {
  it('accepts what nearly all senders send', () => {
    expect(isPlain('{"id":"n1","ts":1767225600,"author":5,"__proto__":{"id":1}}', NOW)).toBe(true);
    expect(isPlain('{"id":"n1","ts": 1767225600000 }', NOW)).toBe(true);
  });

  it.each([
    '{"ts":1767225600}',
    '{"id":"","ts":1767225600}',
    '{"id":5,"ts":1767225600}',
    '{"ID":"n1","ts":1767225600}',
    '{"id":"n1","ts":"1767225600"}',
    '{"id":"n1","ts":1767225600.0000000000001}',
    '{"id":"n1","ts":17672256000000000000}',
    '{"id":"n1","ts":-1}',
    `{"id":"n1","ts":${NOW / 1000 + 86_401}}`,
    '{"__proto__":{"id":"n1","ts":1767225600}}',
    '[{"id":"n1","ts":1767225600}]',
    'null',
    '{"id":"n1","ts":1767225600',
    '',
  ])('leaves %s to the closer look', (line) => {
    expect(isPlain(line, NOW)).toBe(false);
  });

  it('never accepts what the reference rejects', () => {
    const stream = {
      ...notes,
      columns: {
        id: text('', { required: true, missing: ['none'] }),
        ts: timestamp('', { required: true }),
        count: integer(''),
        price: decimal(''),
      },
    };
    const check = plainCheck(stream);
    const scalar = fc.oneof(
      fc.constantFrom('none', '', 'x', null, true, 0, -1, 1e21),
      fc.string(),
      fc.double(),
      fc.maxSafeInteger(),
      fc.integer({ min: NOW / 1000 - 10, max: NOW / 1000 + 90_000 }),
      fc.integer({ min: NOW - 10, max: NOW + 90_000_000 }),
    );
    const line = fc
      .record({ id: scalar, ts: scalar, count: scalar }, { requiredKeys: [] })
      .map((event) => JSON.stringify(event));
    fc.assert(
      fc.property(line, (one) => {
        if (check(one, NOW)) expect(examineLine(stream, one, NOW).accepted).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
