import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Program } from './program.ts';
import { runProgram } from './program.ts';

/** The ways to run PostgreSQL's programs as root, which they refuse to run as. */
export type RootWay = 'namespace' | 'account';

/** An account of this system, by its numbers. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** How PostgreSQL's programs are run here. */
export interface Runner {
  readonly way: 'self' | RootWay;
  /** The account whose files they use, where that is not our own. */
  readonly account?: Account;
  /** Whether the kernel tells the programs when we die; otherwise they live on until the next start finds them. */
  readonly endsWithUs: boolean;
  /**
   * The program as it has to be started.
   * @param whenWeDie the signal that it gets when we die without a word, where the system can do that
   */
  program(command: string, args: readonly string[], whenWeDie: 'INT' | 'KILL'): Program;
}

/** The first account of /etc/passwd that is not root; `initdb` wants its account to have a name. */
export function namedAccount(passwd: string): number {
  const numbers = passwd.split('\n').map((line) => Number.parseInt(line.split(':')[2] ?? '', 10));
  return numbers.find((number) => number > 0) ?? 1000;
}

/**
 * Words before a command that run it in a user namespace, where we are another account. Outside nothing changes: files
 * are ours as before, so that a folder which no other account may enter can be used.
 */
function inNamespace(): string[] {
  let passwd = '';
  try {
    passwd = readFileSync('/etc/passwd', 'utf8');
  } catch {
    // Without accounts the namespace still serves the server; initdb then says what it lacks.
  }
  const number = namedAccount(passwd);
  return ['unshare', '--user', `--map-user=${number}`, `--map-group=${number}`, '--'];
}

/** Whether we are an account without a name, as a container may run us; `initdb` refuses that too. */
export function isNameless(): boolean {
  try {
    return userInfo().username === '';
  } catch {
    return true;
  }
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** A command line with words before it: a program that changes something and then becomes the next one. */
function prefixed(words: readonly string[], numbers: { uid?: number; gid?: number }): Program {
  const [command = '', ...args] = words;
  return { command, args, ...numbers };
}

/** Makes a runner. @param way how root is handled, or 'self' @param endsWithUs what {@link canEndWithUs} found */
export function makeRunner(way: Runner['way'], endsWithUs: boolean, account?: Account): Runner {
  const before = way === 'namespace' ? inNamespace() : [];
  const numbers = account === undefined ? {} : { uid: account.uid, gid: account.gid };
  return {
    way,
    endsWithUs,
    ...(account === undefined ? {} : { account }),
    program(command, args, whenWeDie) {
      const deathSignal = endsWithUs ? ['setpriv', '--pdeathsig', whenWeDie, '--'] : [];
      return prefixed([...before, ...deathSignal, command, ...args], numbers);
    },
  };
}

/** Whether `setpriv` (util-linux) can ask the kernel to signal a program when its parent dies. */
export async function canEndWithUs(): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  return (await runProgram({ command: 'setpriv', args: ['--pdeathsig', 'INT', '--', 'true'] })).code === 0;
}

/**
 * Why we cannot use a user namespace here, or undefined when it can: the kernel may forbid it, or the folders may
 * belong to somebody else, whose files not even root can touch from inside.
 * @param postgres the server's program @param folder where the data will lie; it exists
 */
export async function whyNoNamespace(postgres: string, folder: string): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'this system has no user namespaces';
  const inside = (...words: string[]): Program => prefixed([...inNamespace(), ...words], {});
  const shut = await runProgram(inside('true'));
  if (shut.code !== 0) return `user namespaces are shut (${shut.output.trim()})`;
  const script = '"$0" --version > /dev/null && test -w "$1" && test -x "$1"';
  const reach = await runProgram(inside('sh', '-c', script, postgres, folder));
  return reach.code === 0 ? undefined : `from a user namespace ${folder} cannot be reached`;
}
