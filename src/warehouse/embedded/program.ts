import { spawn } from 'node:child_process';

/** A program to run, with everything that decides how it runs. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  /** Numbers of the account to run as; the own one when left out. Only root may name another. */
  readonly uid?: number;
  readonly gid?: number;
  /** The folder to run in; `/` or the drive's root when left out, so that no folder of ours is held open. */
  readonly cwd?: string;
}

/** How a program ended: its exit code (null when a signal or a failed start ended it) and all it printed. */
export interface ProgramResult {
  readonly code: number | null;
  readonly output: string;
}

/** Output beyond this many characters is cut at its beginning. */
const OUTPUT_LIMIT = 64 * 1024;

/** The environment for PostgreSQL's programs: messages in English, no PG variable of somebody else's database. */
export function programEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'));
  return { ...Object.fromEntries(own), LC_ALL: 'C', TZ: 'UTC' };
}

/**
 * Runs a program to its end. A program that cannot be started at all gives code null and the reason as output.
 * @param input what it reads from standard input
 */
export function runProgram(program: Program, input = ''): Promise<ProgramResult> {
  return new Promise((resolve) => {
    let output = '';
    const add = (chunk: string): void => {
      output = (output + chunk).slice(-OUTPUT_LIMIT);
    };
    const child = spawn(program.command, program.args, {
      ...(program.uid === undefined ? {} : { uid: program.uid }),
      ...(program.gid === undefined ? {} : { gid: program.gid }),
      cwd: program.cwd ?? '/',
      env: programEnvironment(),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    child.stdout.setEncoding('utf8').on('data', add);
    child.stderr.setEncoding('utf8').on('data', add);
    child.stdin.on('error', () => {}); // it ended before it read everything: its exit code says how
    child.on('error', (error) => resolve({ code: null, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
    child.stdin.end(input);
  });
}
