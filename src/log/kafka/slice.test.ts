import { describe, expect, it } from 'vitest';
import type { KafkaRecord } from './partition-reader.ts';
import { linesOfRecords } from './slice.ts';

function recordsOf(values: readonly (Buffer | string | null)[]): readonly KafkaRecord[] {
  return values.map((value, i) => ({
    offset: BigInt(10 + i),
    key: null,
    value: typeof value === 'string' ? Buffer.from(value) : value,
    timestamp: 1000 + i,
    headers: new Map(),
  }));
}

function linesOf(...values: (Buffer | string | null)[]) {
  const read = { from: 10n, to: BigInt(10 + values.length), records: recordsOf(values) };
  const { parts, offsetOf, timestampOf: _, ...rest } = linesOfRecords(read);
  const offsets = Array.from({ length: rest.lines }, (_, line) => offsetOf(line));
  return { text: Buffer.concat([...parts]).toString(), offsets, ...rest };
}

describe('the lines of records', () => {
  it('are their values, one a line', () => {
    const got = linesOf('{"a":1}', '{"a":2}');
    expect(got).toEqual({
      text: '{"a":1}\n{"a":2}\n',
      offsets: [10n, 11n],
      lines: 2,
      bytes: 16,
      receivedAt: 1000,
      rejected: [],
    });
  });

  it('know which message each of them was, and when that was sent', () => {
    const { offsetOf, timestampOf } = linesOfRecords({ records: recordsOf(['{}', '', '[]']) });
    expect([0, 1, 2].map((line) => offsetOf(line))).toEqual([10n, 12n, -1n]);
    expect([0, 1].map((line) => timestampOf(line))).toEqual([1000, 1002]);
  });

  it('are in few pieces, however many they are and however long', () => {
    const values = [
      'a'.repeat(70_000),
      'b',
      'c'.repeat(5_000_000),
      ...Array.from({ length: 50_000 }, () => 'd'.repeat(100)),
    ];
    const { parts, bytes } = linesOfRecords({ records: recordsOf(values) });
    const text = Buffer.concat([...parts]);
    expect(text.toString() === `${values.join('\n')}\n`).toBe(true);
    expect(bytes).toBe(text.length);
    expect(parts.length).toBeLessThan(7);
  });

  it('keep what is no JSON, for whoever judges lines', () => {
    expect(linesOf('nonsense').text).toBe('nonsense\n');
  });

  it('have a JSON text of several lines in one', () => {
    const got = linesOf('{\r\n  "a": [1,\n2]\n}\n');
    expect(got.text.split('\n')).toHaveLength(2);
    expect(JSON.parse(got.text)).toEqual({ a: [1, 2] });
  });

  it('never make JSON of what was none', () => {
    const got = linesOf('{"a":"b\nc"}', '{"a":1}\n{"a":2}');
    expect(got).toMatchObject({ text: '', lines: 0 });
    expect(got.rejected.map(({ offset, reason }) => ({ offset, reason }))).toEqual([
      { offset: 10n, reason: 'not_json' },
      { offset: 11n, reason: 'not_json' },
    ]);
  });

  it('leave out what cannot be a line, with its offset and reason', () => {
    const got = linesOf(null, '', ' \t\r\n', Buffer.from([0x7b, 0xff, 0x7d]), '{}');
    expect(got).toMatchObject({ text: '{}\n', lines: 1, offsets: [14n] });
    expect(got.rejected.map(({ offset, reason }) => [offset, reason])).toEqual([
      [10n, 'not_json'],
      [11n, 'not_json'],
      [12n, 'not_json'],
      [13n, 'not_utf8'],
    ]);
  });

  it('reject what is longer than a line may be, and keep its beginning', () => {
    const [rejected] = linesOf(Buffer.alloc(16 * 1024 * 1024 + 1, 0x20)).rejected;
    expect(rejected).toMatchObject({ reason: 'line_too_long', bytes: 16 * 1024 * 1024 + 1 });
    expect(rejected?.raw).toHaveLength(64 * 1024);
  });
});
