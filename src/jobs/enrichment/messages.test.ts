import { describe, expect, it } from 'vitest';
import type { EnrichedSlice } from '../../engine/duckdb/enrichment/contract.ts';
import type { KafkaRecord } from '../../log/kafka/partition-reader.ts';
import { type MadeFrom, outgoingMessages } from './messages.ts';

/** Raw messages 10, 11, 14, 15, 16: 12 and 13 were never messages of ours. 11 was no line. */
const records: KafkaRecord[] = [10n, 11n, 14n, 15n, 16n].map((offset) => ({
  offset,
  key: Buffer.from(`key ${offset}`),
  value: Buffer.from(`raw ${offset}`),
  timestamp: 1000 + Number(offset),
  headers: new Map([['source', 'collector']]),
}));

const early = [{ offset: 11n, reason: 'not_utf8', raw: Buffer.from('raw 11'), bytes: 6 }];

const slice: EnrichedSlice = {
  events: [0, 2, 3].map((line) => ({
    line,
    key: Buffer.from(`id ${line}`),
    value: Buffer.from(`{${line}}`),
  })),
  rejected: [...early, { line: 1, offset: 10n, reason: 'not_json', raw: Buffer.from('raw'), bytes: 6 }],
};

const made: MadeFrom = {
  ...{ records, early, partition: 3, topics: { enriched: 'e', rejected: 'r' } },
  written: { enriched: 0n, rejected: 0n },
};

const shown = (more: Partial<MadeFrom> = {}) =>
  outgoingMessages(slice, { ...made, ...more }).map(({ topic, headers }) => [topic, headers?.['raw-offset']]);

describe('the messages of a slice', () => {
  it('are made from the raw message of their line, of one partition, with its time', () => {
    const [first, second] = outgoingMessages(slice, made);
    expect(first).toEqual({
      ...{ topic: 'e', partition: 3, key: Buffer.from('id 0'), value: Buffer.from('{0}') },
      ...{ headers: { 'raw-offset': '10' }, timestamp: 1010 },
    });
    expect(second).toMatchObject({ headers: { 'raw-offset': '15' }, timestamp: 1015 });
    expect(shown()).toEqual([
      ['e', '10'],
      ['e', '15'],
      ['e', '16'],
      ['r', '11'],
      ['r', '14'],
    ]);
  });

  it('[D6] tell of rejected ones why, how long they were, and who sent them', () => {
    expect(outgoingMessages(slice, made).at(-1)).toEqual({
      ...{ topic: 'r', partition: 3, key: Buffer.from('key 14'), value: Buffer.from('raw'), timestamp: 1014 },
      headers: { reason: 'not_json', 'raw-offset': '14', 'raw-bytes': '6', source: 'collector' },
    });
  });

  it('are not written once more, topic by topic', () => {
    expect(shown({ written: { enriched: 16n, rejected: 12n } })).toEqual([
      ['e', '16'],
      ['r', '14'],
    ]);
    expect(shown({ written: { enriched: 17n, rejected: 15n } })).toEqual([]);
  });
});
