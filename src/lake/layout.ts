import path from 'node:path';

/**
 * Where a lake file lies: `<stream>/day=YYYY-MM-DD/<source>-<from>-<to>.parquet`. The name comes
 * from the offsets alone, so that a batch that is replayed writes the same file again.
 */
export function lakeFilePath(file: {
  stream: string;
  day: string;
  source: string;
  from: bigint;
  to: bigint;
}): string {
  return path.posix.join(file.stream, `day=${file.day}`, `${lakeFileStem(file)}.parquet`);
}

/** The name of a lake file without its ending. */
export function lakeFileStem(file: { source: string; from: bigint; to: bigint }): string {
  return `${safeSource(file.source)}-${pad(file.from)}-${pad(file.to)}`;
}

/** A source as part of a file's name. */
export function safeSource(source: string): string {
  return source.replace(/[^A-Za-z0-9_-]/g, '-');
}

function pad(offset: bigint): string {
  return offset.toString().padStart(16, '0');
}
