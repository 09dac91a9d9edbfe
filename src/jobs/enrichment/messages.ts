import type { RejectedLine } from '../../engine/contract.ts';
import type { EnrichedSlice } from '../../engine/duckdb/enrichment/contract.ts';
import type { KafkaRecord } from '../../log/kafka/partition-reader.ts';
import type { OutgoingMessage } from '../../log/kafka/producer.ts';

/** Header of every message that we write: the offset of the raw message it was made from, as decimal digits. */
export const RAW_OFFSET = 'raw-offset';

/** Headers of a rejected message: why, and how long it was. */
export const REASON = 'reason';
export const RAW_BYTES = 'raw-bytes';

/** Header of raw messages: who sent them. It is passed on with those that are rejected. */
const SOURCE = 'source';

export interface OutputTopics {
  readonly enriched: string;
  readonly rejected: string;
}

/** Raw offsets from which on the output topics of a partition do not have their messages yet. */
export interface Written {
  readonly enriched: bigint;
  readonly rejected: bigint;
}

export interface MadeFrom {
  readonly records: readonly KafkaRecord[];
  /** Those that were no lines of the slice. */
  readonly early: readonly RejectedLine[];
  readonly partition: number;
  readonly topics: OutputTopics;
  /** Messages made from earlier ones are left out. */
  readonly written: Written;
}

/**
 * The messages that a slice becomes, in the order of the raw ones, each with their partition and time stamp. An enriched
 * one has the event's id as its key; a rejected one is the message as it came, cut behind 64 KiB.
 */
export function outgoingMessages({ events, rejected }: EnrichedSlice, made: MadeFrom): OutgoingMessage[] {
  const { partition, topics, written } = made;
  const gone = new Set(made.early.map(({ offset }) => offset));
  const lines = gone.size === 0 ? made.records : made.records.filter(({ offset }) => !gone.has(offset));
  const messages: OutgoingMessage[] = [];
  for (const { line, key, value } of events) {
    const record = recordAt(lines, line);
    if (record.offset < written.enriched) continue;
    messages.push({
      topic: topics.enriched,
      partition,
      key,
      value,
      headers: { [RAW_OFFSET]: String(record.offset) },
      timestamp: record.timestamp,
    });
  }
  const refused = rejected.map((one) => {
    const record =
      one.line === undefined
        ? made.records.find(({ offset }) => offset === one.offset)
        : recordAt(lines, one.line);
    if (record === undefined) throw new Error(`there is no message of the offset ${one.offset}`);
    return { one, record };
  });
  refused.sort((a, b) => (a.record.offset < b.record.offset ? -1 : 1));
  for (const { one, record } of refused) {
    if (record.offset >= written.rejected) messages.push(rejectedMessage(one, record, made));
  }
  return messages;
}

function rejectedMessage(
  { reason, raw, bytes }: RejectedLine,
  { offset, key, timestamp, headers }: KafkaRecord,
  { partition, topics }: MadeFrom,
): OutgoingMessage {
  const source = headers.get(SOURCE);
  return {
    topic: topics.rejected,
    partition,
    ...(key === null ? {} : { key }),
    value: raw,
    headers: {
      [REASON]: reason,
      [RAW_OFFSET]: String(offset),
      [RAW_BYTES]: String(bytes),
      ...(source === undefined ? {} : { [SOURCE]: source }),
    },
    timestamp,
  };
}

function recordAt(lines: readonly KafkaRecord[], line: number): KafkaRecord {
  const record = lines[line];
  if (record === undefined) throw new Error(`the slice has no line ${line}`);
  return record;
}
