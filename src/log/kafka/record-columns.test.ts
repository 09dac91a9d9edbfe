import { describe, expect, it } from 'vitest';
import { type KafkaRecord, RecordColumns, recordsOf } from './record-columns.ts';

const shared = Buffer.from('..k1v1v2');

const given: readonly KafkaRecord[] = [
  { key: shared.subarray(2, 4), value: shared.subarray(4, 6), headers: new Map([['source', 'a']]) },
  { key: null, value: shared.subarray(6, 8), headers: new Map() },
  { key: Buffer.from('key elsewhere'), value: shared.subarray(4, 8), headers: new Map() },
  { key: shared.subarray(0, 2), value: null, headers: new Map() },
  { key: null, value: null, headers: new Map() },
  { key: Buffer.alloc(0), value: Buffer.alloc(0), headers: new Map([['b', '']]) },
].map((some, index) => ({
  ...some,
  offset: 2n ** 40n + BigInt(index * 2),
  timestamp: 1_795_478_618_000 - index,
}));

function columnsOf(records: readonly KafkaRecord[]): RecordColumns {
  const columns = new RecordColumns(10);
  for (const record of records) columns.add(record);
  return columns;
}

describe('records in columns', () => {
  it('are what was put in, wherever their bytes lie', () => {
    const columns = columnsOf(given);
    expect([...recordsOf([{ columns, from: 0, to: columns.length }])]).toEqual(given);
    expect(given.map((_, index) => columns.size(index))).toEqual([5, 3, 18, 3, 1, 1]);
    expect(columns.offset(3)).toBe(2n ** 40n + 6n);
  });

  it('of several ranges are one behind the other', () => {
    const ranges = [
      { columns: columnsOf(given), from: 1, to: 3 },
      { columns: columnsOf([]), from: 0, to: 0 },
      { columns: columnsOf(given.slice(3)), from: 0, to: 2 },
    ];
    const records = recordsOf(ranges);
    expect([...records]).toEqual(given.slice(1, 5));
    expect(records).toHaveLength(4);
    expect([0, 1, 2, 3, -1, -4].map((index) => records.at(index))).toEqual(
      [1, 2, 3, 4, 4, 1].map((index) => given[index]),
    );
    expect([records.at(4), records.at(-5)]).toEqual([undefined, undefined]);
  });
});
