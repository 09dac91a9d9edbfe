import { isUtf8 } from 'node:buffer';
import { MAX_DEAD_LETTER_BYTES, MAX_LINE_BYTES } from '../../event/outcome.ts';
import type { RejectedLine } from '../rejected-line.ts';
import type { ScratchFiles } from '../scratch.ts';
import type { Slice } from '../slice.ts';
import type { PartitionRead } from './partition-reader.ts';
import { refusedBySender } from './refused.ts';

/** Where the records of a read belong. */
export interface SlicePlace {
  readonly stream: string;
  readonly source: string;
}

/** The records of a read as NDJSON, and those that cannot be lines of it. */
export interface RecordLines {
  readonly parts: readonly Buffer[];
  readonly lines: number;
  /** Of all parts. */
  readonly bytes: number;
  /** Time stamp of the first record, epoch milliseconds; 0 when there is none. */
  readonly receivedAt: number;
  readonly rejected: readonly RejectedLine[];
  /** The offset of a line, by its number from 0. */
  readonly offsetOf: (line: number) => bigint;
  /** When the message of a line was sent or arrived, epoch milliseconds. */
  readonly timestampOf: (line: number) => number;
}

/** A slice that tells of each of its lines which message it was. */
export type RecordSlice = Slice & Pick<RecordLines, 'rejected' | 'offsetOf' | 'timestampOf'>;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BLANK = 0x20;
const TAB = 0x09;

/**
 * One line for each message. Line ends between the parts of a JSON text become blanks; within a string they make it no
 * JSON. Messages that are empty, not UTF-8, too long or no JSON in several lines are rejected, and those that their
 * sender has refused; their offset is that of the message.
 */
export function linesOfRecords({ records }: Pick<PartitionRead, 'records'>): RecordLines {
  const text = createText();
  const rejected: RejectedLine[] = [];
  const offsets = new Float64Array(records.length);
  const timestamps = new Float64Array(records.length);
  let lines = 0;
  for (const record of records) {
    const value = record.value ?? Buffer.alloc(0);
    const refused = refusedBySender(record);
    const reason = refused?.reason ?? whyNot(value);
    if (reason === null) {
      text.add(oneLine(value));
      offsets[lines] = Number(record.offset);
      timestamps[lines] = record.timestamp;
      lines += 1;
    } else {
      const raw = value.subarray(0, MAX_DEAD_LETTER_BYTES);
      rejected.push({ offset: record.offset, reason, raw, bytes: refused?.bytes ?? value.length });
    }
  }
  return {
    ...text.end(),
    lines,
    receivedAt: records.at(0)?.timestamp ?? 0,
    rejected,
    offsetOf: (line) => BigInt(line < lines ? (offsets[line] ?? -1) : -1),
    timestampOf: (line) => timestamps[line] ?? 0,
  };
}

/**
 * The records of a partition as a slice: a file of NDJSON (see `linesOfRecords`). Offsets are Kafka's, so `bytes` says
 * nothing of `to - from`.
 */
export async function sliceOfRecords(
  read: Pick<PartitionRead, 'from' | 'to' | 'records'>,
  { stream, source }: SlicePlace,
  scratch: ScratchFiles,
): Promise<RecordSlice> {
  const { parts, ...content } = linesOfRecords(read);
  const { from, to } = read;
  const file = await scratch.write(`${stream}-${source}-${from}-${to}.ndjson`, parts);
  return { stream, source, from, to, ...content, path: file.path, release: () => file.release() };
}

function whyNot(value: Buffer): string | null {
  if (value.length > MAX_LINE_BYTES) return 'line_too_long';
  if (isBlank(value)) return 'not_json';
  if (!isUtf8(value)) return 'not_utf8';
  return hasLineEnd(value) && !isJson(value) ? 'not_json' : null;
}

function hasLineEnd(value: Buffer): boolean {
  return value.includes(LINE_FEED) || value.includes(CARRIAGE_RETURN);
}

function isJson(value: Buffer): boolean {
  try {
    JSON.parse(value.toString());
    return true;
  } catch {
    return false;
  }
}

function isBlank(value: Buffer): boolean {
  for (const byte of value) {
    if (byte !== BLANK && byte !== TAB && byte !== LINE_FEED && byte !== CARRIAGE_RETURN) return false;
  }
  return true;
}

/** The message without line ends, so that it is one line. */
function oneLine(value: Buffer): Buffer {
  if (!hasLineEnd(value)) return value;
  const line = Buffer.from(value);
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === LINE_FEED || line[at] === CARRIAGE_RETURN) line[at] = BLANK;
  }
  return line;
}

/** Few large pieces instead of many small ones: each is a call to write. The first is small, for reads of few messages. */
const FIRST_PIECE_BYTES = 64 * 1024;
const PIECE_BYTES = 4 * 1024 * 1024;

/** Gathers lines, each ended by a line end. */
function createText(): { add(line: Buffer): void; end(): Pick<RecordLines, 'parts' | 'bytes'> } {
  const parts: Buffer[] = [];
  let piece = Buffer.alloc(0);
  let at = 0;
  let bytes = 0;
  const finish = (): void => {
    if (at > 0) parts.push(piece.subarray(0, at));
    bytes += at;
    at = 0;
  };
  return {
    add(line) {
      if (at + line.length + 1 > piece.length) {
        const next = parts.length === 0 && at === 0 ? FIRST_PIECE_BYTES : PIECE_BYTES;
        finish();
        piece = Buffer.allocUnsafeSlow(Math.max(next, line.length + 1));
      }
      at += line.copy(piece, at);
      piece[at] = LINE_FEED;
      at += 1;
    },
    end() {
      finish();
      return { parts, bytes };
    },
  };
}
