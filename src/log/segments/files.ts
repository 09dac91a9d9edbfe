import { mkdir, open, readdir, stat, unlink } from 'node:fs/promises';
import { CrosscurrentError } from '../../event/errors.ts';

/** An open file of the log. */
export interface LogFile {
  /** Reads into `target` from `position` on; the number of bytes read, less than asked only at the end of the file. */
  read(target: Buffer, position: number): Promise<number>;
  /** Writes at `position`; the number of bytes written may be less than given. */
  write(data: Buffer, position: number): Promise<number>;
  /** Makes what was written durable (fdatasync). */
  datasync(): Promise<void>;
  truncate(bytes: number): Promise<void>;
  size(): Promise<number>;
  close(): Promise<void>;
}

/** The file system calls that the log is made of; given in, so that a test can make each of them fail. */
export interface LogFiles {
  /** `read`: must exist. `write`: must exist, read and write. `create`: made anew and empty, read and write. */
  open(path: string, mode: 'read' | 'write' | 'create'): Promise<LogFile>;
  /** Size in bytes. */
  size(path: string): Promise<number>;
  /** Names in a folder; none when it does not exist or is a file. */
  list(dir: string): Promise<string[]>;
  /** Makes a folder and its parents. */
  makeDir(dir: string): Promise<void>;
  /** Makes new and removed names in a folder durable. */
  syncDir(dir: string): Promise<void>;
  /** Deletes a file; no error when it does not exist. */
  remove(path: string): Promise<void>;
}

const FLAGS = { read: 'r', write: 'r+', create: 'w+' } as const;

/** The real file system. */
export const nodeFiles: LogFiles = {
  open: async (path, mode) => {
    const handle = await open(path, FLAGS[mode], 0o600);
    return {
      read: async (target, position) => {
        let done = 0;
        while (done < target.length) {
          const { bytesRead } = await handle.read(target, done, target.length - done, position + done);
          if (bytesRead === 0) break;
          done += bytesRead;
        }
        return done;
      },
      write: async (data, position) => (await handle.write(data, 0, data.length, position)).bytesWritten,
      datasync: () => handle.datasync(),
      truncate: (bytes) => handle.truncate(bytes),
      size: async () => (await handle.stat()).size,
      close: () => handle.close(),
    };
  },
  size: async (path) => (await stat(path)).size,
  list: async (dir) => {
    try {
      return await readdir(dir);
    } catch (error) {
      if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return [];
      throw error;
    }
  },
  makeDir: async (dir) => {
    await mkdir(dir, { recursive: true, mode: 0o700 });
  },
  syncDir: async (dir) => {
    // Windows cannot flush a folder; NTFS journals the names by itself.
    if (process.platform === 'win32') return;
    const handle = await open(dir, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  remove: async (path) => {
    try {
      await unlink(path);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
    }
  },
};

/** Writes all of `data`, in as many calls as it takes. */
export async function writeAll(file: LogFile, data: Buffer, position: number): Promise<void> {
  let done = 0;
  while (done < data.length) {
    const written = await file.write(done === 0 ? data : data.subarray(done), position + done);
    if (written <= 0) throw Object.assign(new Error('write made no progress'), { code: 'EIO' });
    done += written;
  }
}

/** The operating system's name for an error, such as `ENOSPC`; empty when it is not one of its errors. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** What a failed call means to a user: `disk_full` or `data_dir_unusable`; any other error is handed back as it is. */
export function fileError(error: unknown, path: string): unknown {
  const code = errorCode(error);
  if (code === '' || error instanceof CrosscurrentError) return error;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new CrosscurrentError(
      'disk_full',
      `There is no space left on the disk that holds the log (${path}).`,
      'Free some space; senders that try again will then get through.',
      { cause: error },
    );
  }
  const missing = code === 'ENOENT';
  return new CrosscurrentError(
    'data_dir_unusable',
    missing
      ? `The log is not where it was: ${path} is gone.`
      : `The log cannot be written (${code}: ${path}).`,
    missing ? 'Put the data folder back, or restart.' : 'Check the disk and the rights on the data folder.',
    { cause: error },
  );
}
