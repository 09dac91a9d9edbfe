/** A message of a partition. */
export interface KafkaRecord {
  readonly offset: bigint;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly headers: ReadonlyMap<string, string>;
}

/** Records in their order, such as an array of them. */
export interface KafkaRecords extends Iterable<KafkaRecord> {
  readonly length: number;
  /** Negative numbers count from the end. */
  at(index: number): KafkaRecord | undefined;
}

/** Of each record: where its key begins and ends, and its value; -1 where there is none. */
const PLACES = 4;

/**
 * Records in columns: one becomes an object when it is asked for, and its bytes stay where they were unpacked. A slice
 * has fifty thousand of them, which as objects would outlive several collections of garbage.
 */
export class RecordColumns {
  #length = 0;
  readonly #offsets: Float64Array;
  readonly #timestamps: Float64Array;
  readonly #places: Int32Array;
  readonly #headers: ReadonlyMap<string, string>[] = [];
  /** What the places are in: the records of an unpacked batch share it, and so do neighbours mostly. */
  readonly #bytes: ArrayBufferLike[] = [];

  /** @param most how many records there may be */
  constructor(most: number) {
    this.#offsets = new Float64Array(most);
    this.#timestamps = new Float64Array(most);
    this.#places = new Int32Array(most * PLACES);
  }

  get length(): number {
    return this.#length;
  }

  add({ offset, key, value, timestamp, headers }: KafkaRecord): void {
    const index = this.#length;
    this.#offsets[index] = Number(offset);
    this.#timestamps[index] = timestamp;
    this.#headers.push(headers);
    const bytes = value?.buffer ?? key?.buffer ?? NO_BYTES;
    this.#bytes.push(bytes);
    this.#note(index * PLACES + 2, value);
    if (key === null || key.buffer === bytes) this.#note(index * PLACES, key);
    else this.#bringTogether(index, { key, value });
    this.#length += 1;
  }

  #note(at: number, bytes: Buffer | null): void {
    this.#places[at] = bytes?.byteOffset ?? -1;
    this.#places[at + 1] = bytes === null ? -1 : bytes.byteOffset + bytes.length;
  }

  /** A key that lies elsewhere than its value. */
  #bringTogether(index: number, { key, value }: { key: Buffer; value: Buffer | null }): void {
    const both = Buffer.concat([key, value ?? Buffer.alloc(0)]);
    this.#bytes[index] = both.buffer;
    this.#note(index * PLACES, both.subarray(0, key.length));
    if (value !== null) this.#note(index * PLACES + 2, both.subarray(key.length));
  }

  offset(index: number): bigint {
    return BigInt(this.#offsets[index] ?? 0);
  }

  /** Bytes of key and value, and one more. */
  size(index: number): number {
    const at = index * PLACES;
    const key = (this.#places[at + 1] ?? 0) - (this.#places[at] ?? 0);
    return key + (this.#places[at + 3] ?? 0) - (this.#places[at + 2] ?? 0) + 1;
  }

  record(index: number): KafkaRecord {
    return {
      offset: this.offset(index),
      key: this.#part(index, 0),
      value: this.#part(index, 2),
      timestamp: this.#timestamps[index] ?? 0,
      headers: this.#headers[index] ?? NO_HEADERS,
    };
  }

  #part(index: number, which: 0 | 2): Buffer | null {
    const from = this.#places[index * PLACES + which] ?? -1;
    const to = this.#places[index * PLACES + which + 1] ?? -1;
    return from < 0 ? null : Buffer.from(this.#bytes[index] ?? NO_BYTES, from, to - from);
  }
}

const NO_BYTES = new ArrayBuffer(0);
const NO_HEADERS: ReadonlyMap<string, string> = new Map();

/** Some of a batch's records, one behind the other. */
export interface RecordRange {
  readonly columns: RecordColumns;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** The records of several ranges, one range behind the other. */
export function recordsOf(ranges: readonly RecordRange[]): KafkaRecords {
  const length = ranges.reduce((sum, { from, to }) => sum + to - from, 0);
  return {
    length,
    at(index) {
      let left = index < 0 ? length + index : index;
      if (left < 0) return undefined;
      for (const { columns, from, to } of ranges) {
        if (left < to - from) return columns.record(from + left);
        left -= to - from;
      }
      return undefined;
    },
    *[Symbol.iterator]() {
      for (const { columns, from, to } of ranges) {
        for (let index = from; index < to; index += 1) yield columns.record(index);
      }
    },
  };
}
