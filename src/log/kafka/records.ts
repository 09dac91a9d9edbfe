import type { RecordsBatch } from '@platformatic/kafka';
import { kafkaLibrary } from './library.ts';
import { RecordColumns } from './record-columns.ts';

/** What a batch of Kafka's holds for us. */
export interface DecodedBatch {
  readonly records: RecordColumns;
  /** Offset behind the batch, records that were compacted away included. */
  readonly end: bigint;
  /** Of keys and values, and one for each record. */
  readonly bytes: number;
}

/** What a fetch answers of a partition. */
interface FetchedPartition {
  readonly records?: readonly RecordsBatch[] | null;
  readonly abortedTransactions: readonly { producerId: bigint; firstOffset: bigint }[] | null;
}

/** Bit 3 of a batch's attributes: the broker stamped it, with one time for all its records. */
const IS_LOG_APPEND_TIME = 1 << 3;

/** A control record's key is a version and a type; this type says that a transaction was broken off. */
const ABORT = 0;

/**
 * The records from `from` on: a broker answers with whole batches, so the first may begin earlier. Left out are control
 * records and those of transactions that were broken off.
 */
export function decodeBatches(fetched: FetchedPartition, from: bigint): DecodedBatch[] {
  const aborted = [...(fetched.abortedTransactions ?? [])].sort((a, b) =>
    a.firstOffset < b.firstOffset ? -1 : 1,
  );
  const aborting = new Set<bigint>();
  const decoded: DecodedBatch[] = [];
  const { IS_CONTROL, IS_TRANSACTIONAL } = kafkaLibrary();
  const headersOf = headerReader();
  for (const batch of fetched.records ?? []) {
    const end = batch.firstOffset + BigInt(batch.lastOffsetDelta) + 1n;
    while (aborted[0] !== undefined && aborted[0].firstOffset < end) {
      const transaction = aborted.shift();
      if (transaction !== undefined) aborting.add(transaction.producerId);
    }
    const control = (batch.attributes & IS_CONTROL) !== 0;
    if (control && batch.records[0]?.key?.readInt16BE(2) === ABORT) aborting.delete(batch.producerId);
    if (end <= from) continue;
    const skipped =
      control || ((batch.attributes & IS_TRANSACTIONAL) !== 0 && aborting.has(batch.producerId));
    decoded.push(
      skipped
        ? { records: new RecordColumns(0), end, bytes: 0 }
        : decodeBatch(batch, { from, end, headersOf }),
    );
  }
  return decoded;
}

function decodeBatch(
  batch: RecordsBatch,
  { from, end, headersOf }: { from: bigint; end: bigint; headersOf: HeaderReader },
): DecodedBatch {
  const records = new RecordColumns(batch.records.length);
  let bytes = 0;
  const appended = (batch.attributes & IS_LOG_APPEND_TIME) !== 0 ? Number(batch.maxTimestamp) : null;
  const first = Number(batch.firstTimestamp);
  for (const { offsetDelta, timestampDelta, key, value, headers } of batch.records) {
    const offset = batch.firstOffset + BigInt(offsetDelta);
    if (offset < from) continue;
    const timestamp = appended ?? first + Number(timestampDelta);
    records.add({ offset, key, value, timestamp, headers: headersOf(headers) });
    bytes += (key?.length ?? 0) + (value?.length ?? 0) + 1;
  }
  return { records, end, bytes };
}

type RawHeaders = readonly (readonly [Buffer | null, Buffer | null])[];
type HeaderReader = (headers: RawHeaders) => ReadonlyMap<string, string>;

const NO_HEADERS: ReadonlyMap<string, string> = new Map();

/** Reads headers; neighbours mostly have the same ones and then share a map. */
function headerReader(): HeaderReader {
  let last: RawHeaders = [];
  let map = NO_HEADERS;
  return (headers) => {
    if (headers.length === 0) return NO_HEADERS;
    if (!sameHeaders(headers, last)) {
      map = new Map(headers.map(([name, value]) => [name?.toString() ?? '', value?.toString() ?? '']));
      last = headers;
    }
    return map;
  };
}

function sameHeaders(a: RawHeaders, b: RawHeaders): boolean {
  return (
    a.length === b.length &&
    a.every(([name, value], i) => sameBytes(name, b[i]?.[0]) && sameBytes(value, b[i]?.[1]))
  );
}

function sameBytes(a: Buffer | null, b: Buffer | null | undefined): boolean {
  return a === null || b === null || b === undefined ? a === b : a.equals(b);
}
