import { Reader, readRecordsBatches } from '@platformatic/kafka';
import { describe, expect, it } from 'vitest';
import type { Compression } from './producer.ts';
import { type BatchBuilder, createBatchBuilder, markProducer, type RecordPieces } from './record-batch.ts';

const WHOLE = Buffer.from('..key {"a":"ü"} another');

function pieces(more: Partial<RecordPieces> = {}): RecordPieces {
  return {
    ...{ key: WHOLE, keyFrom: 2, keyTo: 5, value: WHOLE, valueFrom: 6, valueTo: 16 },
    ...{ timestamp: 1_795_478_618_000, number: 9_007_199_254_740_991 },
    ...more,
  };
}

/** What the client makes of a batch, which also was the first to read what brokers had stored. */
function readBack(bytes: Buffer) {
  const [batch] = readRecordsBatches(Reader.from(bytes));
  if (batch === undefined) throw new Error('there is no batch');
  const records = batch.records.map(({ key, value, headers, offsetDelta, timestampDelta }) => ({
    key: key?.toString(),
    value: value?.toString(),
    headers: headers.map(([name, text]) => [name?.toString(), text?.toString()]),
    offset: offsetDelta,
    timestamp: Number(batch.firstTimestamp + timestampDelta),
  }));
  return { batch, records };
}

async function taken(builder: BatchBuilder) {
  const batch = await builder.take();
  if (batch === null) throw new Error('nothing was taken');
  return batch;
}

describe('a batch of records', () => {
  it.each<Compression>(['none', 'lz4', 'zstd', 'gzip', 'snappy'])('is read back, with %s', async (how) => {
    const builder = createBatchBuilder({ compression: how, header: 'raw-offset' });
    const earlier = { keyFrom: 0, keyTo: 0, timestamp: 1_795_478_617_999, number: 0 };
    expect(builder.add(pieces())).toBe(true);
    expect(builder.add(pieces(earlier))).toBe(true);
    expect(builder.add(pieces({ timestamp: 1_895_478_618_000, number: 10 }))).toBe(true);
    const { bytes, count } = await taken(builder);
    markProducer({ bytes, count }, { id: 77n, epoch: 3, sequence: 1234 });
    const { batch, records } = readBack(bytes);
    expect([count, batch.lastOffsetDelta, batch.magic]).toEqual([3, 2, 2]);
    expect([batch.producerId, batch.producerEpoch, batch.firstSequence]).toEqual([77n, 3, 1234]);
    expect(batch.maxTimestamp).toBe(1_895_478_618_000n);
    expect(records).toEqual([
      {
        ...{ key: 'key', value: '{"a":"ü"}', offset: 0, timestamp: 1_795_478_618_000 },
        headers: [['raw-offset', '9007199254740991']],
      },
      {
        ...{ key: '', value: '{"a":"ü"}', offset: 1, timestamp: 1_795_478_617_999 },
        headers: [['raw-offset', '0']],
      },
      {
        ...{ key: 'key', value: '{"a":"ü"}', offset: 2, timestamp: 1_895_478_618_000 },
        headers: [['raw-offset', '10']],
      },
    ]);
    expect(await builder.take()).toBeNull();
  });

  it('is full below 1 MiB, and the next one begins anew', async () => {
    const builder = createBatchBuilder({ compression: 'none', header: 'n' });
    const value = Buffer.alloc(100_000, 'x');
    const large = pieces({ value, valueFrom: 0, valueTo: value.length });
    let added = 0;
    while (builder.add(large)) added += 1;
    expect(added).toBe(8);
    const first = await taken(builder);
    expect(builder.add(pieces({ number: 5 }))).toBe(true);
    const { records } = readBack((await taken(builder)).bytes);
    expect(records.map(({ value: text, offset }) => [text, offset])).toEqual([['{"a":"ü"}', 0]]);
    expect(readBack(first.bytes).records.map(({ value: text }) => text)).toEqual(
      Array.from({ length: 8 }, () => value.toString()),
    );
  });

  it('holds a record that alone is larger than others together may be', async () => {
    const value = Buffer.alloc(3_000_000, 'y');
    const builder = createBatchBuilder({ compression: 'lz4', header: 'n' });
    const large = pieces({ value, valueFrom: 0, valueTo: value.length });
    builder.add(pieces());
    expect(builder.add(large)).toBe(false);
    await builder.take();
    expect(builder.add(large)).toBe(true);
    expect(readBack((await taken(builder)).bytes).records[0]?.value).toHaveLength(3_000_000);
    expect(builder.add(pieces())).toBe(true);
  });
});
