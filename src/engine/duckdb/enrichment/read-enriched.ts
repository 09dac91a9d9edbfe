import { DuckDBBlobVector } from '@duckdb/node-api';
import { type DuckDBResult, forEachChunk } from '../database.ts';
import type { EnrichedEvent, EnrichedEvents } from './contract.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LINE_FEED = 0x0a;
const BLANK = 0x20;
const ZERO = 0x30;

/** The events of a slice without lines. */
export const NO_EVENTS: EnrichedEvents = { lines: 0, at: () => null };

/** Reads what `renderEnriched` gives. Rows come in any order: putting each in its place is cheaper than sorting long texts. */
export async function readEnriched(
  result: DuckDBResult,
  { lines, id }: { lines: number; id: string },
): Promise<EnrichedEvents> {
  const pieces: Buffer[] = [];
  const places = new Places(lines);
  await forEachChunk(result, (chunk) => {
    const texts = chunk.getColumnVector(0);
    // Bytes as they are: made a string, each event would be decoded here and encoded again to be sent.
    if (!(texts instanceof DuckDBBlobVector)) throw new Error('the events are not bytes');
    for (let row = 0; row < chunk.rowCount; row += 1) {
      const bytes = texts.getItemBytes(row);
      if (bytes === null) throw new Error('a piece of events is NULL');
      const piece = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      places.note(piece, pieces.length);
      pieces.push(piece);
    }
  });
  const keyAt = Buffer.byteLength(`{${JSON.stringify(id)}:"`);
  return {
    lines,
    at(line) {
      const value = pieces[places.piece[line] ?? -1];
      if (value === undefined) return null;
      return eventAt(value, { from: places.from[line] ?? 0, to: places.to[line] ?? 0, keyAt });
    },
  };
}

/** Where the event of each line lies. */
class Places {
  /** Number of the piece; -1 when there is no event. */
  readonly piece: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;

  constructor(lines: number) {
    this.piece = new Int32Array(lines).fill(-1);
    this.from = new Int32Array(lines);
    this.to = new Int32Array(lines);
  }

  /** Notes the lines of a piece: number, blank, JSON. JSON has no line feeds, so one is between two events. */
  note(piece: Buffer, number: number): void {
    for (let at = 0; at < piece.length; ) {
      let line = 0;
      for (; piece[at] !== BLANK; at += 1) line = line * 10 + (piece[at] ?? 0) - ZERO;
      const end = piece.indexOf(LINE_FEED, at);
      const to = end < 0 ? piece.length : end;
      if (line >= this.piece.length) throw new Error(`the slice has no line ${line}`);
      this.piece[line] = number;
      this.from[line] = at + 1;
      this.to[line] = to;
      at = to + 1;
    }
  }
}

/** The id is the first text of the JSON, `keyAt` bytes behind its beginning. Nearly every one stands there as it is. */
function eventAt(
  value: Buffer,
  { from, to, keyAt }: { from: number; to: number; keyAt: number },
): EnrichedEvent {
  const place = { value, valueFrom: from, valueTo: to };
  const keyFrom = from + keyAt;
  let keyTo = keyFrom;
  while (value[keyTo] !== QUOTE && value[keyTo] !== BACKSLASH && keyTo < to) keyTo += 1;
  if (value[keyTo] === QUOTE) return { key: value, keyFrom, keyTo, ...place };
  const end = closingQuote(value, { from: keyTo, to });
  const key = Buffer.from(JSON.parse(value.toString('utf8', keyFrom - 1, end + 1)) as string);
  return { key, keyFrom: 0, keyTo: key.length, ...place };
}

function closingQuote(value: Buffer, { from, to }: { from: number; to: number }): number {
  let at = from;
  while (at < to && value[at] !== QUOTE) at += value[at] === BACKSLASH ? 2 : 1;
  return at;
}
