import type { LogFile, LogFiles } from './files.ts';

/** The calls that can be made to fail. */
export type FileCall =
  | 'open'
  | 'read'
  | 'write'
  | 'datasync'
  | 'truncate'
  | 'size'
  | 'makeDir'
  | 'syncDir'
  | 'remove';

/** What a call shall do: null = work; a code such as `ENOSPC` = fail; a number = write only so many bytes. */
export type Fault = string | number | null;

/** For tests: the files of `real`, with `fault` asked before each call what it shall do. */
export function faultyFiles(real: LogFiles, fault: (call: FileCall, path: string) => Fault): LogFiles {
  function check(call: FileCall, path: string): number | null {
    const answer = fault(call, path);
    if (typeof answer !== 'string') return answer;
    throw Object.assign(new Error(`${answer}: ${call} ${path}`), { code: answer });
  }

  function wrap(file: LogFile, path: string): LogFile {
    return {
      read: async (target, position) => {
        check('read', path);
        return file.read(target, position);
      },
      write: async (data, position) => {
        const only = check('write', path);
        return file.write(only === null ? data : data.subarray(0, only), position);
      },
      datasync: async () => {
        check('datasync', path);
        await file.datasync();
      },
      truncate: async (bytes) => {
        check('truncate', path);
        await file.truncate(bytes);
      },
      size: () => file.size(),
      close: () => file.close(),
    };
  }

  return {
    open: async (path, mode) => {
      check('open', path);
      return wrap(await real.open(path, mode), path);
    },
    size: async (path) => {
      check('size', path);
      return real.size(path);
    },
    list: (dir) => real.list(dir),
    makeDir: async (dir) => {
      check('makeDir', dir);
      await real.makeDir(dir);
    },
    syncDir: async (dir) => {
      check('syncDir', dir);
      await real.syncDir(dir);
    },
    remove: async (path) => {
      check('remove', path);
      await real.remove(path);
    },
  };
}
