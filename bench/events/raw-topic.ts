import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { produceRaw } from '../../src/jobs/verify/raw-topic.ts';
import type { KafkaConnection } from '../../src/log/kafka/connection.ts';
import type { EventFile } from './event-files.ts';
import { webStream } from './web-stream.ts';

const LINES_AT_ONCE = 10_000;

async function* linesOf({ path }: EventFile): AsyncIterable<readonly Buffer[]> {
  const file = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  let some: Buffer[] = [];
  for await (const line of file) {
    some.push(Buffer.from(line));
    if (some.length < LINES_AT_ONCE) continue;
    yield some;
    some = [];
  }
  yield some;
}

/** Produces a file of web events as raw messages, keyed by their ids. @returns how many there were */
export function produceFile(connection: KafkaConnection, file: EventFile): Promise<number> {
  return produceRaw(connection, webStream, { lines: linesOf(file), compression: 'lz4' });
}
