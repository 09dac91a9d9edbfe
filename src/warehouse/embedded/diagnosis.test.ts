import { describe, expect, it } from 'vitest';
import { diagnoseStart, tellingLine } from './diagnosis.ts';

describe('diagnoseStart', () => {
  it.each([
    [
      '/x/postgres: error while loading shared libraries: libstdc++.so.6: cannot open shared object file: No such file',
      /shared library libstdc\+\+\.so\.6 is missing/,
      /libstdc\+\+6/,
    ],
    [
      'dyld[1]: Library not loaded: @rpath/libz.1.dylib',
      /library @rpath\/libz\.1\.dylib is missing/,
      /Install/,
    ],
    [
      'FATAL:  could not write lock file "postmaster.pid": No space left on device',
      /no space left/,
      /Free some space/,
    ],
    [
      'FATAL:  database files are incompatible with server\nDETAIL:  The data directory was initialized by PostgreSQL version 17',
      /another version/,
      /the version of Crosscurrent/,
    ],
    [
      '"root" execution of the PostgreSQL server is not permitted.',
      /refuses to run as root/,
      /ordinary account/,
    ],
    ['initdb: error: cannot be run as root', /refuses to run as root/, /ordinary account/],
    [
      'initdb: error: could not look up effective user ID 7: user does not exist',
      /account 7, .* no name/,
      /passwd/,
    ],
    [
      'initdb: error: could not create directory "/x": Permission denied',
      /"\/x": Permission denied/,
      /--data-dir/,
    ],
    ['FATAL:  could not resize shared memory segment "/PostgreSQL.1"', /no shared memory/, /--shm-size/],
    ['PANIC:  could not locate a valid checkpoint record at 0/1', /files are damaged/, /rebuild/],
    ['spawn /x/postgres ENOENT', /a file is missing/, /npm ci/],
    ['spawn /x/postgres ENOEXEC', /another kind of machine/, /npm ci/],
    ['FATAL:  something new', /It failed: something new\./, /doctor/],
    ['', /It failed: it printed nothing\./, /DATABASE_URL/],
  ])('of %j', (output, message, remedy) => {
    const error = diagnoseStart(output, 'It failed');
    expect(error.code).toBe('warehouse_unavailable');
    expect(error.message).toMatch(message);
    expect(error.remedy).toMatch(remedy);
    expect(`${error.message}${error.remedy}`).not.toMatch(/\n|\$[01]/);
  });
});

describe('tellingLine', () => {
  it('is the last line that tells of a failure', () => {
    const output =
      'LOG:  starting\nFATAL:  could not create any TCP/IP sockets\nLOG:  database system is shut down\n';
    expect(tellingLine(output)).toBe('could not create any TCP/IP sockets');
    expect(tellingLine('LOG:  starting\nLOG:  done\n')).toBe('LOG:  done');
  });
});
