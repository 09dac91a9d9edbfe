import { CrosscurrentError } from '../../event/errors.ts';

/** What PostgreSQL's programs, the loader or the system print, and what it means for a reader. */
const SYMPTOMS: readonly { pattern: RegExp; what: string; remedy: string }[] = [
  {
    pattern: /error while loading shared libraries: ([^:\s]+)|Library not loaded: (\S+)/,
    what: 'the shared library $1 is missing',
    remedy: "Install it with the system's package tool (on Debian: `apt-get install libstdc++6 libgcc-s1`)",
  },
  {
    pattern: /No space left on device|ENOSPC|Disk quota exceeded/,
    what: 'there is no space left on the disk',
    remedy: 'Free some space, or name another folder with --data-dir',
  },
  {
    pattern: /database files are incompatible|initialized by PostgreSQL version (\d+)/,
    what: 'its files were written by another version of PostgreSQL',
    remedy: 'Start the version of Crosscurrent that wrote them, or name another folder with --data-dir',
  },
  {
    pattern: /cannot be run as root|"root" execution of the PostgreSQL server is not permitted/,
    what: 'PostgreSQL refuses to run as root',
    remedy: 'Run Crosscurrent with an ordinary account',
  },
  {
    pattern: /could not look up effective user ID (\d+)/,
    what: 'the account $1, which this runs as, has no name on this system',
    remedy: 'Give it a line in /etc/passwd, or run Crosscurrent with an account that has one',
  },
  {
    pattern: /administrative permissions is not permitted/,
    what: "PostgreSQL refuses to run with an administrator's rights",
    remedy: 'Run Crosscurrent in a console without them',
  },
  {
    pattern: /could not (?:create|resize|map|open) .*shared memory/i,
    what: 'the system gives it no shared memory',
    remedy: 'Raise the limit for shared memory (in a container: --shm-size=256m)',
  },
  {
    pattern: /Read-only file system|EROFS/,
    what: 'the disk is read-only',
    remedy: 'Make it writable, or name another folder with --data-dir',
  },
  {
    pattern: /Permission denied|Operation not permitted|EACCES|EPERM/,
    what: 'a folder or file may not be used ($0)',
    remedy:
      'Give this account the right to read and write the data folder, or name another folder with --data-dir',
  },
  {
    pattern: /ENOTDIR|EEXIST|Not a directory/,
    what: 'a file lies where a folder is needed ($0)',
    remedy: 'Move the file away, or name another folder with --data-dir',
  },
  {
    pattern:
      /valid checkpoint record|incorrect checksum in control file|not a valid data directory|could not (?:open|read) file "\S*": No such file/,
    what: 'its files are damaged ($0)',
    remedy:
      'Move the folder postgres/ of the data folder away and fill the warehouse again with `crosscurrent rebuild`',
  },
  {
    pattern: /ENOENT|No such file or directory/,
    what: 'a file is missing ($0)',
    remedy: 'Run `npm ci --include=optional` to install the programs again',
  },
  {
    pattern: /ENOEXEC|Exec format error/,
    what: 'the programs are for another kind of machine',
    remedy: 'Run `npm ci --include=optional` on this machine',
  },
];

/** The line of a program's output that says most: its last FATAL, PANIC or error, else its last. */
export function tellingLine(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const telling = lines.filter((line) => /FATAL|PANIC|error|could not|cannot|refus/i.test(line));
  return (telling.at(-1) ?? lines.filter((line) => line !== '').at(-1) ?? 'it printed nothing').replace(
    /^.*?(FATAL|PANIC|ERROR):\s+/,
    '',
  );
}

/**
 * Makes an error that a user can act on from what a program printed.
 * @param output everything it printed, or the system's reason why it could not be started
 * @param what what failed, as the beginning of a sentence
 */
export function diagnoseStart(output: string, what: string): CrosscurrentError {
  const line = tellingLine(output);
  for (const { pattern, what: reason, remedy } of SYMPTOMS) {
    const match = pattern.exec(output);
    if (match === null) continue;
    const filled = reason.replace('$0', line).replace('$1', match[1] ?? match[2] ?? '');
    return new CrosscurrentError('warehouse_unavailable', `${what}: ${filled}.`, `${remedy}.`);
  }
  const remedy = 'See `crosscurrent doctor`, or set DATABASE_URL to a PostgreSQL of your own.';
  return new CrosscurrentError('warehouse_unavailable', `${what}: ${line}.`, remedy);
}
