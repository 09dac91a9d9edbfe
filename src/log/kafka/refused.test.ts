import { describe, expect, it } from 'vitest';
import { refusedBySender, refusedHeaders } from './refused.ts';
import { linesOfRecords } from './slice.ts';

function recordWith(headers: Readonly<Record<string, string>>, value = 'a;b') {
  return {
    offset: 7n,
    key: null,
    value: Buffer.from(value),
    timestamp: 1,
    headers: new Map(Object.entries(headers)),
  };
}

const line = { offset: 100n, reason: 'not_a_row', raw: Buffer.from('a;b'), bytes: 3 };

describe('a line that its sender has refused', () => {
  it('is rejected for that reason where the topic is read, whatever it looks like', () => {
    const records = [recordWith({ source: 'file', ...refusedHeaders(line) }, '{"id":"x"}')];
    const read = linesOfRecords({ records });
    expect(read.lines).toBe(0);
    expect(read.rejected).toEqual([
      { offset: 7n, reason: 'not_a_row', raw: Buffer.from('{"id":"x"}'), bytes: 10 },
    ]);
  });

  it('is as long as it was, of which the message has the beginning', () => {
    const long = refusedHeaders({ ...line, reason: 'line_too_long', bytes: 20_000_000 });
    expect(refusedBySender(recordWith(long))).toEqual({ reason: 'line_too_long', bytes: 20_000_000 });
    expect(refusedBySender(recordWith({ refused: 'not_a_row', 'refused-bytes': 'many' }))?.bytes).toBe(3);
  });

  it('is judged like any other when the reason is none of ours', () => {
    for (const refused of ['', 'because', 'toString', 'missing: id', "bad:'; DROP TABLE x"]) {
      expect(refusedBySender(recordWith({ refused }))).toBeNull();
    }
    expect(refusedBySender(recordWith({ source: 'collector' }))).toBeNull();
    expect(refusedBySender(recordWith({ refused: 'missing:id' }))?.reason).toBe('missing:id');
  });
});
