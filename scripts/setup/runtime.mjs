import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { npm } from './npm.mjs';
import { below, readJson, SetupError, say } from './paths.mjs';

/** The Node version that is brought along where the machine's is older than the oldest that will do. */
const BROUGHT = '24.21.0';
const OLDEST_MAJOR = 24;

const home = below('.node');
const noteFile = path.join(home, 'runtime.json');
const executable = process.platform === 'win32' ? 'node.exe' : 'node';

/** The numbers of this process's Node version. */
function ownVersion() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return { major, minor };
}

/** Whether this process may run TypeScript itself; before 24.12 Node prints a warning about it. */
export function canRunInThisProcess() {
  const { major, minor } = ownVersion();
  return major > 24 || (major === 24 && minor >= 12);
}

/** The path of a Node that is new enough, or undefined when none was brought yet. */
export function findNode() {
  if (ownVersion().major >= OLDEST_MAJOR) return process.execPath;
  const note = readJson(noteFile);
  const fits = note?.version === BROUGHT && note.platform === process.platform && note.arch === process.arch;
  if (!fits) return undefined;
  const found = path.join(home, note.path);
  return existsSync(found) ? found : undefined;
}

/** The packages with the bare executable; the package `node` picks one of them in its install script. */
function platformPackages() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  return [`node-${platform}-${process.arch}`, `node-bin-${platform}-${process.arch}`];
}

/** Where npm may have put the executable, as paths below the runtime's folder. */
function candidates() {
  const inPackage = (name) => path.join('node_modules', name, 'bin', executable);
  const bare = platformPackages();
  return [
    ...bare.map(inPackage),
    inPackage('node'),
    ...bare.map((name) => path.join('node_modules', 'node', inPackage(name))),
  ];
}

/** The first executable that really runs and is new enough. */
function firstThatRuns() {
  return candidates().find((candidate) => {
    const file = path.join(home, candidate);
    if (!existsSync(file)) return false;
    const answer = spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout ?? '';
    return Number(/^v(\d+)\./.exec(answer)?.[1] ?? 0) >= OLDEST_MAJOR;
  });
}

/** Installs one package into the runtime's folder; true when a Node that runs came with it. */
function bring(name, more) {
  const flags = ['--no-save', '--no-package-lock', '--loglevel=error', ...more];
  npm(['install', name, '--prefix', home, ...flags], home);
  return firstThatRuns();
}

/**
 * Brings Node into `.node/`. The package `node` does it with an install script; where scripts are not run, the package
 * of this platform is installed by its name, at last in any version of the same line.
 */
export function installNode() {
  say(`This is Node ${process.versions.node}; bringing Node ${BROUGHT} along (once) ...`);
  rmSync(noteFile, { force: true });
  rmSync(path.join(home, 'node_modules'), { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const scripts = { [`node@${BROUGHT}`]: true };
  writeFileSync(path.join(home, 'package.json'), JSON.stringify({ private: true, allowScripts: scripts }));
  const bare = [BROUGHT, String(OLDEST_MAJOR)].flatMap((version) =>
    platformPackages().map((name) => `${name}@${version}`),
  );
  let found = bring(`node@${BROUGHT}`, []);
  for (const name of bare) found ??= bring(name, ['--ignore-scripts']);
  if (found === undefined) {
    throw new SetupError(
      `Node ${OLDEST_MAJOR} is needed and could not be installed; install it from https://nodejs.org and run the same command again.`,
    );
  }
  const note = { version: BROUGHT, platform: process.platform, arch: process.arch, path: found };
  writeFileSync(noteFile, JSON.stringify(note));
}
