import { DuckDBBlobVector } from '@duckdb/node-api';
import { type DuckDBResult, forEachChunk } from '../database.ts';
import type { EnrichedEvent } from './contract.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Reads what `renderEnriched` gives, in the order of the lines. */
export async function readEnriched(
  result: DuckDBResult,
  { lines, id }: { lines: number; id: string },
): Promise<EnrichedEvent[]> {
  // Rows come in any order. Putting each in its place is cheaper than sorting long texts.
  const places = new Array<EnrichedEvent | undefined>(lines).fill(undefined);
  const keyAt = Buffer.byteLength(`{${JSON.stringify(id)}:"`);
  await forEachChunk(result, (chunk) => {
    const numbers = chunk.getColumnValues(0);
    const values = chunk.getColumnVector(1);
    // Bytes as they are: made a string, each event would be decoded here and encoded again to be sent.
    if (!(values instanceof DuckDBBlobVector)) throw new Error('the events are not bytes');
    for (let row = 0; row < chunk.rowCount; row += 1) {
      const bytes = values.getItemBytes(row);
      if (bytes === null) throw new Error('an event is NULL');
      const line = Number(numbers[row]);
      const value = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      places[line] = { line, key: keyOf(value, keyAt), value };
    }
  });
  return places.filter((event) => event !== undefined);
}

/** The text that begins at `from`, as it would be without JSON around it. Nearly every id stands there as it is. */
function keyOf(value: Buffer, from: number): Buffer {
  const end = value.indexOf(QUOTE, from);
  const plain = value.subarray(from, end);
  if (!plain.includes(BACKSLASH)) return plain;
  return Buffer.from(JSON.parse(value.toString('utf8', from - 1, closingQuote(value, from) + 1)) as string);
}

function closingQuote(value: Buffer, from: number): number {
  let at = from;
  while (value[at] !== QUOTE) at += value[at] === BACKSLASH ? 2 : 1;
  return at;
}
