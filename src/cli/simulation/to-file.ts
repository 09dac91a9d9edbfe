import { createWriteStream } from 'node:fs';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, createZstdCompress } from 'node:zlib';
import { simulatedChunks } from '../../stream/simulator.ts';
import type { Lines, OnLines } from './plan.ts';

function* texts(lines: Lines, count: number, onLines: OnLines): Generator<Buffer> {
  let events = 0;
  for (const chunk of simulatedChunks(lines, count)) {
    yield Buffer.from(chunk.text);
    events += chunk.lines;
    onLines(events);
  }
}

function compressor(file: string): Transform[] {
  if (file.endsWith('.gz')) return [createGzip()];
  return file.endsWith('.zst') ? [createZstdCompress()] : [];
}

/** Writes `count` lines to a file as fast as the disk takes them; `.gz` and `.zst` are compressed. */
export async function simulateToFile(
  lines: Lines,
  target: { readonly file: string; readonly count: number },
  onLines: OnLines,
  signal: AbortSignal,
): Promise<void> {
  const { file, count } = target;
  const source = Readable.from(texts(lines, count, onLines), { objectMode: false });
  await pipeline([source, ...compressor(file), createWriteStream(file)], { signal });
}
