import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { CrosscurrentError } from '../../event/errors.ts';

/** Held until it is released, or until the process ends, however it ends. */
export interface Lock {
  release(): void;
}

const SQLITE_BUSY = 5;

/** SQLite's codes say more in their upper bits, such as why it was busy. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY;
}

function unusable(file: string, error: unknown): CrosscurrentError {
  const why = error instanceof Error ? error.message : String(error);
  return new CrosscurrentError(
    'data_dir_unusable',
    `The data folder cannot be locked: ${file}: ${why}.`,
    'Check that you may write there, and that the folder lies on a disk of this machine.',
    { cause: error },
  );
}

function run(file: string, statements: string): DatabaseSync | null {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file);
    database.exec(statements);
    return database;
  } catch (error) {
    database?.close();
    if (isBusy(error)) return null;
    throw unusable(file, error);
  }
}

/**
 * Takes the lock, or answers null when another process (or another caller in this one) has it. The file is made when
 * it is missing and is never removed.
 *
 * It is SQLite's exclusive lock on an empty database: the operating system holds it for this process alone and drops
 * it with the process, also after `kill -9`, so that nothing has to guess from process ids whether the holder lives.
 * It is not inherited by child processes, and it holds between containers that share the folder. On POSIX systems
 * closing *any* descriptor of the file would drop it: nothing else may open this file.
 *
 * Fails with `data_dir_unusable`.
 */
export async function tryLock(file: string): Promise<Lock | null> {
  await access(file, constants.W_OK).catch((error: unknown) => {
    // On a file it may not write, SQLite would fall back to a shared lock.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw unusable(file, error);
  });
  // No journal file: nothing is ever written.
  const database = run(file, 'PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  if (database === null) return null;
  return {
    release: () => {
      if (database.isOpen) database.close();
    },
  };
}

/** Whether somebody has the lock now. Takes a shared lock for the time of the question. */
export async function isLocked(file: string): Promise<boolean> {
  const there = await access(file).then(
    () => true,
    () => false,
  );
  if (!there) return false;
  const database = run(file, 'PRAGMA query_only = ON; BEGIN; SELECT count(*) FROM sqlite_schema');
  database?.close();
  return database === null;
}
