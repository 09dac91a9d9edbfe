import { open } from 'node:fs/promises';
import path from 'node:path';
import { openFile } from '../../sources/file/open.ts';
import { type FileSlice, slices } from '../../sources/file/slices.ts';
import type { Stream } from '../../stream/define.ts';
import { simulatedChunks } from '../../stream/simulator.ts';
import type { VerifiedInput } from './contract.ts';

/** A file whose events go both ways. */
export interface InputFile {
  readonly path: string;
  readonly format: string | undefined;
}

/** Simulated events lie within so long, and end an hour before now: several windows of each grain, none in the future. */
const SPAN_MS = 6 * 60 * 60 * 1000;
const BEFORE_NOW_MS = 60 * 60 * 1000;

/** The file that was named, or one of simulated events in `folder`, with their bad and repeated lines, edits and deletions. */
export async function inputFile(
  stream: Stream,
  input: VerifiedInput,
  { folder, now }: { folder: string; now: number },
): Promise<InputFile> {
  if (input.kind === 'file') return input;
  const file = path.join(folder, `${stream.name}.ndjson`);
  const handle = await open(file, 'w');
  try {
    const lines = stream.simulator({
      seed: input.seed,
      rate: input.events / (SPAN_MS / 1000),
      start: now - SPAN_MS - BEFORE_NOW_MS,
    });
    for (const { text } of simulatedChunks(lines, input.events)) await handle.write(text);
  } finally {
    await handle.close();
  }
  return { path: file, format: 'ndjson' };
}

/** So much of the input is produced at once, in bytes. */
const SLICE_BYTES = 4 * 1024 * 1024;

/** The lines of a file as JSON, as the engine would be given them; those that were refused before as they came. */
export async function* linesOf(
  stream: Stream,
  file: InputFile,
  { scratchDir, now }: { scratchDir: string; now: number },
): AsyncGenerator<readonly Buffer[]> {
  const { format } = file;
  const input = await openFile({ path: file.path, ...(format === undefined ? {} : { format }) });
  const pieces = slices({
    ...{ input, stream: stream.name, from: 0n, sliceBytes: SLICE_BYTES, scratchDir, receivedAt: now },
  });
  for await (const slice of pieces) {
    try {
      yield [...(await readLines(slice)), ...slice.rejected.map(({ raw }) => raw)];
    } finally {
      await slice.release();
    }
  }
}

async function readLines(slice: FileSlice): Promise<Buffer[]> {
  const handle = await open(slice.path, 'r');
  try {
    const data = (await handle.readFile()).subarray(0, slice.bytes);
    const lines: Buffer[] = [];
    let at = 0;
    for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10, at)) {
      lines.push(data.subarray(at, end));
      at = end + 1;
    }
    return lines;
  } finally {
    await handle.close();
  }
}
