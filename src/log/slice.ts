import type { LogRead } from './contract.ts';
import type { ScratchFiles } from './scratch.ts';

/**
 * A piece of NDJSON in a file, which is what the engine consumes: UTF-8, no blank line, each line ended by `\n`.
 *
 * `from` and `to` are offsets in the source, so `bytes` (the size of the file at `path`) may be less than
 * `to - from` where lines were left out. For the same `from` and `to` the content is always the same.
 * `lines` may be 0, when everything between `from` and `to` was rejected or blank.
 * The file stays as it is until `release`; after that its path must not be used again.
 */
export interface Slice {
  stream: string;
  source: string;
  from: bigint;
  to: bigint;
  path: string;
  lines: number;
  bytes: number;
  /** Epoch milliseconds. */
  receivedAt: number;
  release(): Promise<void>;
}

/**
 * Turns a piece of the log into a slice. A whole sealed segment is handed over as the file it is;
 * anything else is copied into a scratch file. Releasing the slice releases the read.
 */
export async function sliceOf(read: LogRead, scratch: ScratchFiles): Promise<Slice> {
  const { stream, source, from, to, lines, bytes, receivedAt } = read;
  const head = { stream, source, from, to, lines, bytes, receivedAt };
  if (read.file !== null) return { ...head, path: read.file, release: () => read.release() };
  try {
    const name = `${stream}-${source}-${from}-${to}.ndjson`;
    const file = await scratch.write(name, [await read.data()]);
    return { ...head, path: file.path, release: () => file.release() };
  } finally {
    await read.release();
  }
}
