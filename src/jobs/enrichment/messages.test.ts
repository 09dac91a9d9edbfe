import { Reader, readRecordsBatches } from '@platformatic/kafka';
import { describe, expect, it } from 'vitest';
import type { EnrichedEvent, EnrichedSlice } from '../../engine/duckdb/enrichment/contract.ts';
import type { KafkaRecord } from '../../log/kafka/partition-reader.ts';
import type { RecordBatch } from '../../log/kafka/record-batch.ts';
import { enrichedBatches, type MadeFrom, rejectedMessages } from './messages.ts';

/** Raw messages 10, 11, 14, 15, 16: 12 and 13 were never messages of ours. 11 was no line. */
const records: KafkaRecord[] = [10n, 11n, 14n, 15n, 16n].map((offset) => ({
  offset,
  key: Buffer.from(`key ${offset}`),
  value: Buffer.from(`raw ${offset}`),
  timestamp: 1000 + Number(offset),
  headers: new Map([['source', 'collector']]),
}));

const early = [{ offset: 11n, reason: 'not_utf8', raw: Buffer.from('raw 11'), bytes: 6 }];

function event(line: number, json = `{${line}}`): EnrichedEvent {
  const value = Buffer.from(`..${json}..`);
  const key = Buffer.from(`id ${line}`);
  return { key, keyFrom: 0, keyTo: key.length, value, valueFrom: 2, valueTo: value.length - 2 };
}

const slice: EnrichedSlice = {
  events: { lines: 4, at: (line) => (line === 1 ? null : event(line)) },
  rejected: [...early, { line: 1, offset: 10n, reason: 'not_json', raw: Buffer.from('raw'), bytes: 6 }],
};

const lines = [10n, 14n, 15n, 16n];

const made: MadeFrom = {
  records,
  lines: { offsetOf: (line) => lines[line] ?? -1n, timestampOf: (line) => 1000 + Number(lines[line]) },
  written: { enriched: 0n, rejected: 0n },
};

async function enriched(of: EnrichedSlice, more: Partial<MadeFrom> = {}) {
  const batches: RecordBatch[] = [];
  for await (const batch of enrichedBatches(of, { ...made, ...more }, 'lz4')) batches.push(batch);
  return batches.map(({ bytes }) =>
    readRecordsBatches(Reader.from(bytes)).flatMap(({ firstTimestamp, records: inside }) =>
      inside.map(({ key, value, headers, timestampDelta }) => ({
        key: key?.toString(),
        value: value?.toString(),
        headers: headers.map((pair) => pair.map(String)),
        timestamp: Number(firstTimestamp + timestampDelta),
      })),
    ),
  );
}

const to = { topic: 'r', partition: 3 };

describe('the enriched messages of a slice', () => {
  it('are made from the raw message of their line, with its time, in the order of the lines', async () => {
    expect(await enriched(slice)).toEqual([
      [
        { key: 'id 0', value: '{0}', headers: [['raw-offset', '10']], timestamp: 1010 },
        { key: 'id 2', value: '{2}', headers: [['raw-offset', '15']], timestamp: 1015 },
        { key: 'id 3', value: '{3}', headers: [['raw-offset', '16']], timestamp: 1016 },
      ],
    ]);
  });

  it('go on in the next batch when one is full, and none is missing', async () => {
    const large = `{"a":"${'x'.repeat(400_000)}"}`;
    const batches = await enriched({ ...slice, events: { lines: 4, at: (line) => event(line, large) } });
    expect(batches.map((batch) => batch.map(({ key }) => key))).toEqual([
      ['id 0', 'id 1'],
      ['id 2', 'id 3'],
    ]);
  });

  it('are not written once more', async () => {
    const offsets = async (written: bigint) =>
      (await enriched(slice, { written: { enriched: written, rejected: 0n } })).flat().map(({ key }) => key);
    expect(await offsets(16n)).toEqual(['id 3']);
    expect(await offsets(17n)).toEqual([]);
  });
});

describe('the rejected messages of a slice', () => {
  it('[D6] tell why, how long they were, and who sent them, in the order of the raw ones', () => {
    const [first, second] = rejectedMessages(slice, made, to);
    expect(first?.headers).toMatchObject({ reason: 'not_utf8', 'raw-offset': '11' });
    expect(second).toEqual({
      ...{ topic: 'r', partition: 3, key: Buffer.from('key 14'), value: Buffer.from('raw'), timestamp: 1014 },
      headers: { reason: 'not_json', 'raw-offset': '14', 'raw-bytes': '6', source: 'collector' },
    });
  });

  it('are not written once more', () => {
    const offsets = (rejected: bigint) =>
      rejectedMessages(slice, { ...made, written: { enriched: 0n, rejected } }, to).map(
        ({ headers }) => headers?.['raw-offset'],
      );
    expect(offsets(12n)).toEqual(['14']);
    expect(offsets(15n)).toEqual([]);
  });
});
