import { type FileHandle, open } from 'node:fs/promises';

/** A stream of bytes that is asked for them. */
export interface ByteReader {
  /** Fills some of `target`; how much, 0 only at the end. */
  read(target: Buffer): Promise<number>;
  /** Bytes taken from the file so far, as they lie there (compressed or not). */
  readonly bytesRead: number;
  /** Why the end came too early, in words; null when it did not (yet). */
  readonly failure: string | null;
  close(): Promise<void>;
}

/** A file from `position` on. Errors of the file system are thrown when it is opened, and are a failure later. */
export async function fileReader(path: string, position = 0): Promise<ByteReader> {
  const handle: FileHandle = await open(path, 'r');
  let at = position;
  let failure: string | null = null;
  return {
    read: async (target) => {
      if (failure !== null) return 0;
      try {
        const { bytesRead } = await handle.read(target, 0, target.length, at);
        at += bytesRead;
        return bytesRead;
      } catch (error) {
        failure = `it cannot be read (${messageOf(error)})`;
        return 0;
      }
    },
    get bytesRead() {
      return at;
    },
    get failure() {
      return failure;
    },
    close: () => handle.close(),
  };
}

/** What comes from a pipe. An error of the pipe is a failure. */
export function streamReader(stream: AsyncIterable<Uint8Array>): ByteReader {
  const chunks = stream[Symbol.asyncIterator]();
  let rest: Uint8Array = Buffer.alloc(0);
  let bytesRead = 0;
  let failure: string | null = null;
  let ended = false;

  async function fill(): Promise<void> {
    while (rest.length === 0 && !ended) {
      try {
        const next = await chunks.next();
        if (next.done === true) ended = true;
        else rest = next.value;
      } catch (error) {
        failure = `the input broke off (${messageOf(error)})`;
        ended = true;
      }
    }
  }

  return {
    read: async (target) => {
      await fill();
      const count = Math.min(target.length, rest.length);
      target.set(rest.subarray(0, count));
      rest = rest.subarray(count);
      bytesRead += count;
      return count;
    },
    get bytesRead() {
      return bytesRead;
    },
    get failure() {
      return failure;
    },
    close: async () => {
      ended = true;
      await chunks.return?.();
    },
  };
}

/** `head`, then what `reader` gives: undoes that the head was read. */
export function withHead(head: Buffer, reader: ByteReader): ByteReader {
  let rest = head;
  return {
    read: async (target) => {
      if (rest.length === 0) return reader.read(target);
      const count = rest.copy(target);
      rest = rest.subarray(count);
      return count;
    },
    get bytesRead() {
      return reader.bytesRead;
    },
    get failure() {
      return reader.failure;
    },
    close: () => reader.close(),
  };
}

/** Reads until `bytes` are there or the end has come. */
export async function readHead(reader: ByteReader, bytes: number): Promise<Buffer> {
  const head = Buffer.alloc(bytes);
  let filled = 0;
  while (filled < bytes) {
    const count = await reader.read(head.subarray(filled));
    if (count === 0) break;
    filled += count;
  }
  return head.subarray(0, filled);
}

/** Reads `bytes` and drops them; what cannot be sought has to be read. */
export async function skip(reader: ByteReader, bytes: number): Promise<void> {
  const bin = Buffer.allocUnsafe(Math.min(bytes, 1024 * 1024));
  for (let left = bytes; left > 0; ) {
    const count = await reader.read(bin.subarray(0, Math.min(left, bin.length)));
    if (count === 0) return;
    left -= count;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
