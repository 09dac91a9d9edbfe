import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder: the checkout, or the installed package. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What the project is built from and run with, relative to the project's folder. */
export const lockFile = path.join(root, 'package-lock.json');

/**
 * Where Node keeps what it made of our files, which halves the time a command takes to begin. Not in the folder for
 * temporary files, where anybody could put something else.
 */
export const compileCache = path.join(root, 'node_modules', '.cache', 'crosscurrent');

/** A path below the project's folder. */
export function below(...parts) {
  return path.join(root, ...parts);
}

/** The text of a file, or undefined when there is none. */
export function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** The parsed content of a JSON file, or undefined when it is missing or damaged. */
export function readJson(file) {
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** SHA-256 of the lock file, hexadecimal; 'none' in an installed package, which carries no lock file. */
export function lockHash() {
  return existsSync(lockFile) ? createHash('sha256').update(readFileSync(lockFile)).digest('hex') : 'none';
}

/** A progress line; on standard error, so that a command's output stays clean for a pipe. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** An expected failure of the set-up: what is wrong and what to do. */
export class SetupError extends Error {}
