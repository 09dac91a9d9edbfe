import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { below, lockHash, readIfThere, SetupError, say } from './paths.mjs';

const sources = below('web');
const target = below('dist', 'web');
const stampFile = below('dist', 'web.hash');

function* filesBelow(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name === 'node_modules' || entry.name === 'dist') continue;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(file);
    else if (entry.isFile() && !/\.test\.tsx?$/.test(entry.name)) yield file;
  }
}

/** SHA-256 over the names and contents of the web app's sources and the lock file. */
function sourceHash() {
  const hash = createHash('sha256').update(lockHash());
  for (const file of filesBelow(sources)) {
    hash.update(path.relative(sources, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** Whether there are web pages to build and they changed since they were built. */
export function webIsStale() {
  if (!existsSync(path.join(sources, 'index.html'))) return false;
  return !existsSync(path.join(target, 'index.html')) || readIfThere(stampFile) !== sourceHash();
}

/** Builds the web app into dist/web. @param {string} node the Node to run the build with */
export function buildWeb(node) {
  say('Building the web pages ...');
  const started = Date.now();
  const hash = sourceHash();
  const vite = below('node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', sources, '--outDir', target, '--emptyOutDir', '--logLevel', 'warn'];
  const result = spawnSync(node, args, { cwd: below(), stdio: ['ignore', 2, 2] });
  if (result.status !== 0) throw new SetupError('The web pages could not be built; the reason is above.');
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, hash);
  say(`Web pages built in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}
