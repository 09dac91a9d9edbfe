import { describe, expect, it } from 'vitest';
import { makeRunner, namedAccount } from './runner.ts';

describe('namedAccount', () => {
  it('is the first account that is not root', () => {
    const passwd =
      'root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1::/:/bin/false\nann:x:1000:1000::/home/ann:/bin/sh\n';
    expect(namedAccount(passwd)).toBe(1);
  });

  it('does not need the file', () => {
    expect(namedAccount('')).toBe(1000);
  });
});

describe('makeRunner', () => {
  const account = { name: 'crosscurrent', uid: 998, gid: 997 };

  it('runs a program as it is for an ordinary account', () => {
    expect(makeRunner('self', false).program('initdb', ['-D', 'x'], 'KILL')).toEqual({
      command: 'initdb',
      args: ['-D', 'x'],
    });
  });

  it('asks the kernel to tell the program of our end, inside of the namespace', () => {
    const { command, args } = makeRunner('namespace', true).program('postgres', ['-D', 'x'], 'INT');
    expect([command, ...args].join(' ')).toMatch(
      /^unshare --user --map-user=\d+ --map-group=\d+ -- setpriv --pdeathsig INT -- postgres -D x$/,
    );
  });

  it('changes to the system account', () => {
    expect(makeRunner('account', true, account).program('postgres', [], 'INT')).toEqual({
      command: 'setpriv',
      args: ['--pdeathsig', 'INT', '--', 'postgres'],
      uid: 998,
      gid: 997,
    });
  });
});
