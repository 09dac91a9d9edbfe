import { kafkaLibrary } from './library.ts';
import type { Compression } from './producer.ts';

/** A record in bytes that lie in larger pieces, so that it needs no buffers of its own. */
export interface RecordPieces {
  readonly key: Buffer;
  readonly keyFrom: number;
  readonly keyTo: number;
  readonly value: Buffer;
  readonly valueFrom: number;
  readonly valueTo: number;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  /** What its header says, a whole number from 0 on. */
  readonly number: number;
}

/** Records as a broker stores them, for one partition. */
export interface RecordBatch {
  /** Without who produces it, see `markProducer`. */
  readonly bytes: Buffer;
  readonly count: number;
}

export interface BatchBuilder {
  /** False, and nothing is done, when the batch is full: take it first. A record too large for any batch has its own. */
  add(record: RecordPieces): boolean;
  /** What was added since the last batch was taken; null when that is nothing. */
  take(): Promise<RecordBatch | null>;
}

/** Bytes before compression: a batch stays below a broker's default limit of 1 MiB. */
const BATCH_BYTES = 900_000;

/** Places in a batch (Kafka's message format, version 2). */
const LENGTH_AT = 8;
const LEADER_EPOCH_AT = 12;
const MAGIC_AT = 16;
const CRC_AT = 17;
const ATTRIBUTES_AT = 21;
const LAST_OFFSET_AT = 23;
const FIRST_TIME_AT = 27;
const LAST_TIME_AT = 35;
const PRODUCER_AT = 43;
const EPOCH_AT = 51;
const SEQUENCE_AT = 53;
const COUNT_AT = 57;
const RECORDS_AT = 61;

const MAGIC = 2;

/** Lengths and numbers of a record, at most: seven of up to ten bytes each. */
const FRAME_BYTES = 70;

/**
 * Writes records one behind the other as Kafka stores them, each with one header, `header`, that holds a number as
 * decimal digits. Nothing is made for a record but its bytes:
 * the client's own encoder has several objects for each.
 */
export function createBatchBuilder(options: { compression: Compression; header: string }): BatchBuilder {
  const name = Buffer.from(options.header);
  let room = Buffer.allocUnsafeSlow(BATCH_BYTES);
  let at = 0;
  let count = 0;
  let firstTime = 0;
  let lastTime = 0;

  return {
    add(record) {
      const { key, keyFrom, keyTo, value, valueFrom, valueTo, timestamp, number } = record;
      const most = keyTo - keyFrom + valueTo - valueFrom + name.length + FRAME_BYTES;
      if (at + most > room.length) {
        if (count > 0) return false;
        room = Buffer.allocUnsafeSlow(most);
      }
      if (count === 0) {
        firstTime = timestamp;
        lastTime = timestamp;
      }
      const sinceFirst = timestamp - firstTime;
      const digits = digitsOf(number);
      const headerBytes = sizeOfNumber(name.length) + name.length + sizeOfNumber(digits) + digits;
      const length =
        1 +
        sizeOfNumber(sinceFirst) +
        sizeOfNumber(count) +
        sizeOfNumber(keyTo - keyFrom) +
        (keyTo - keyFrom) +
        sizeOfNumber(valueTo - valueFrom) +
        (valueTo - valueFrom) +
        1 +
        headerBytes;
      at = putNumber(room, at, length);
      room[at] = 0;
      at = putNumber(room, at + 1, sinceFirst);
      at = putNumber(room, at, count);
      at = putNumber(room, at, keyTo - keyFrom);
      at += key.copy(room, at, keyFrom, keyTo);
      at = putNumber(room, at, valueTo - valueFrom);
      at += value.copy(room, at, valueFrom, valueTo);
      at = putNumber(room, at, 1);
      at = putNumber(room, at, name.length);
      at += name.copy(room, at);
      at = putNumber(room, at, digits);
      at = putDigits(room, at, { number, digits });
      count += 1;
      if (timestamp > lastTime) lastTime = timestamp;
      return true;
    },
    async take() {
      if (count === 0) return null;
      const head = { count, firstTime, lastTime };
      const records = room.subarray(0, at);
      // What is taken may still be compressed, or sent as it is, while the next one is built.
      if (options.compression === 'none' || options.compression === 'gzip' || room.length > BATCH_BYTES) {
        room = Buffer.allocUnsafeSlow(BATCH_BYTES);
      }
      at = 0;
      count = 0;
      return assemble(records, options.compression, head);
    },
  };
}

async function assemble(
  records: Buffer,
  compression: Compression,
  { count, firstTime, lastTime }: { count: number; firstTime: number; lastTime: number },
): Promise<RecordBatch> {
  const algorithm = kafkaLibrary().compressionsAlgorithms[compression];
  const packed =
    'compress' in algorithm ? await algorithm.compress(records) : algorithm.compressSync(records);
  const bytes = Buffer.allocUnsafeSlow(RECORDS_AT + packed.length);
  bytes.fill(0, 0, RECORDS_AT);
  bytes.writeInt32BE(bytes.length - LEADER_EPOCH_AT, LENGTH_AT);
  bytes[MAGIC_AT] = MAGIC;
  bytes.writeInt16BE(algorithm.bitmask, ATTRIBUTES_AT);
  bytes.writeInt32BE(count - 1, LAST_OFFSET_AT);
  bytes.writeBigInt64BE(BigInt(firstTime), FIRST_TIME_AT);
  bytes.writeBigInt64BE(BigInt(lastTime), LAST_TIME_AT);
  bytes.writeInt32BE(count, COUNT_AT);
  packed.copy(bytes, RECORDS_AT);
  return { bytes, count };
}

/** Notes in a batch who produces it, and the number of its first record in the partition; then it can be sent. */
export function markProducer(
  { bytes }: RecordBatch,
  { id, epoch, sequence }: { id: bigint; epoch: number; sequence: number },
): void {
  bytes.writeBigInt64BE(id, PRODUCER_AT);
  bytes.writeInt16BE(epoch, EPOCH_AT);
  bytes.writeInt32BE(sequence, SEQUENCE_AT);
  bytes.writeUInt32BE(kafkaLibrary().crc32c(bytes.subarray(ATTRIBUTES_AT)), CRC_AT);
}

/** Numbers have as many bytes as they need, 7 bits in each, the sign in the lowest ("zigzag"). */
function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function sizeOfNumber(value: number): number {
  let size = 1;
  for (let left = zigzag(value); left >= 0x80; left = Math.floor(left / 0x80)) size += 1;
  return size;
}

function putNumber(into: Buffer, from: number, value: number): number {
  let at = from;
  let left = zigzag(value);
  // Beyond 31 bits the operators on bits do not reach.
  for (; left > 0x7fffffff; left = Math.floor(left / 0x80)) {
    into[at] = (left % 0x80) + 0x80;
    at += 1;
  }
  for (; left >= 0x80; left >>>= 7) {
    into[at] = (left & 0x7f) | 0x80;
    at += 1;
  }
  into[at] = left;
  return at + 1;
}

function digitsOf(number: number): number {
  let digits = 1;
  for (let left = number; left >= 10; left = Math.floor(left / 10)) digits += 1;
  return digits;
}

function putDigits(
  into: Buffer,
  from: number,
  { number, digits }: { number: number; digits: number },
): number {
  let left = number;
  for (let at = from + digits - 1; at >= from; at -= 1) {
    const rest = Math.floor(left / 10);
    into[at] = left - rest * 10 + 0x30;
    left = rest;
  }
  return from + digits;
}
