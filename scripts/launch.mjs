import { spawn } from 'node:child_process';
import module from 'node:module';
import { constants } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ALLOCATOR, allocatorIsSet } from './setup/allocator.mjs';
import { below, compileCache, root } from './setup/paths.mjs';
import { canRunInThisProcess } from './setup/runtime.mjs';
import { widenThreadPool } from './setup/thread-pool.mjs';
import { setUp } from './setup.mjs';

const stripTypes = pathToFileURL(below('scripts', 'strip-types.mjs')).href;

/** Node does not strip types below a node_modules folder, which is where `npx` puts an installed package. */
const isInstalledPackage = root.split(path.sep).includes('node_modules');

async function runHere(file, args) {
  process.argv = [process.execPath, file, ...args];
  module.enableCompileCache?.(compileCache);
  process.env['NODE_COMPILE_CACHE'] ??= compileCache;
  if (isInstalledPackage) await import(stripTypes);
  await import(pathToFileURL(file).href);
}

/**
 * Hands signals on to the child, which decides how to stop; we end when it has ended. A Ctrl-C in a terminal reaches the
 * child by itself as well as through us and through npm, so one that follows within a second is not handed on again.
 */
function passSignals(child) {
  const lastSent = new Map();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      const repeated = Date.now() - (lastSent.get(signal) ?? 0) < 1000;
      // On Windows a signal would end the child at once; the console has told it already.
      if (repeated || process.platform === 'win32') return;
      lastSent.set(signal, Date.now());
      child.kill(signal);
    });
  }
}

function runInChild(node, file, args) {
  const flags = [
    '--disable-warning=ExperimentalWarning',
    ...(isInstalledPackage ? ['--import', stripTypes] : []),
  ];
  const child = spawn(node, [...flags, file, ...args], {
    stdio: 'inherit',
    env: { NODE_COMPILE_CACHE: compileCache, ...ALLOCATOR, ...process.env },
  });
  passSignals(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
      resolve();
    });
  });
}

/**
 * Runs a TypeScript file of the project with a Node that is new enough, in this process where it is one and was
 * started as it should be.
 * @param {{ file: string, args: string[], web?: boolean }} what `file` is relative to the project's folder
 */
export async function launch({ file, args, web = false }) {
  widenThreadPool();
  const node = await setUp({ web });
  const absolute = below(...file.split('/'));
  if (canRunInThisProcess() && allocatorIsSet()) await runHere(absolute, args);
  else await runInChild(node, absolute, args);
}
