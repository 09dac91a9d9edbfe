import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseOptions } from './option.ts';

const RING = '{"option_id":"1","option_label":"alloy","value_id":"7","value_label":"gold"}';

describe('normaliseOptions', () => {
  it.each([
    [`[${RING}]`, `[${RING}]`],
    [RING, `[${RING}]`],
    [JSON.stringify(`[${RING}]`), `[${RING}]`],
    [
      '[{"option_label":"a","option_id":5,"value_id":null,"quality":"AAA"}]',
      '[{"option_id":"5","option_label":"a"}]',
    ],
    ['{"option_id":9007199254740993}', '[{"option_id":"9007199254740993","option_label":null}]'],
    [
      '{"option_id":"1","option_label":"","value_label":""}',
      '[{"option_id":"1","option_label":"","value_label":""}]',
    ],
    ['[]', '[]'],
    ['""', '[]'],
    ['" "', '[]'],
    ['', '[]'],
    ['null', '[]'],
    ['false', '[]'],
    [null, '[]'],
  ])('%s is %s', (json, expected) => {
    expect(normaliseOptions(json)).toBe(expected);
  });

  it.each([
    '{',
    '[{]',
    '5',
    'true',
    '"text"',
    '[1]',
    '[[]]',
    '{}',
    '{"__proto__":{"option_id":"1"}}',
    '[{"option_id":"1"},null]',
  ])('%s is broken', (json) => {
    expect(normaliseOptions(json)).toBeNull();
  });

  it('survives deep and long junk', () => {
    expect(normaliseOptions('['.repeat(30_000))).toBeNull();
    expect(normaliseOptions('['.repeat(1_000_000))).toBeNull();
    expect(normaliseOptions(`{"option_id":"a\\u0000"}`)).toBe(
      '[{"option_id":"a\ufffd","option_label":null}]',
    );
  });

  it('never throws; what it gives stays as it is when given again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (json) => {
        const once = normaliseOptions(json);
        if (once !== null) expect(normaliseOptions(once)).toBe(once);
      }),
    );
  });
});
