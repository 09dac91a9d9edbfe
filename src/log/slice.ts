import type { LogRead } from './contract.ts';
import type { RejectedLine } from './rejected-line.ts';
import type { ScratchFiles } from './scratch.ts';

/**
 * A piece of NDJSON in a file, which is what the engine consumes: UTF-8, no blank line, each line ended by `\n`.
 *
 * `from` and `to` are offsets in the source, in its own unit, so `bytes` (the size of the file at `path`) may differ from
 * `to - from`. For the same `from` and `to` the content is always the same.
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
  /** The offset of a line, by its number in the file from 0; only where offsets are not positions in bytes. */
  readonly offsetOf?: (line: number) => bigint;
}

/**
 * Turns a piece of the log into a slice. A whole sealed segment is handed over as the file it is;
 * anything else is copied into a scratch file. Releasing the slice releases the read.
 */
export async function sliceOf(
  read: LogRead,
  scratch: ScratchFiles,
): Promise<Slice & { readonly rejected: readonly RejectedLine[] }> {
  const { stream, source, from, to, lines, bytes, receivedAt, rejected = [] } = read;
  const head = { stream, source, from, to, lines, bytes, receivedAt, rejected };
  if (read.file !== null) return { ...head, path: read.file, release: () => read.release() };
  try {
    const name = `${stream}-${source}-${from}-${to}.ndjson`;
    const file = await scratch.write(name, [await read.data()]);
    return { ...head, path: file.path, release: () => file.release() };
  } finally {
    await read.release();
  }
}
