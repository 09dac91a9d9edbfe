import { existsSync, writeFileSync } from 'node:fs';
import { npm } from './npm.mjs';
import { below, lockFile, lockHash, readIfThere, readJson, SetupError, say } from './paths.mjs';

const stampFile = below('node_modules', '.crosscurrent-installed');

/** Whether the lock file wants this package here: an optional one only on the system it is for. */
function isWanted(entry) {
  if (entry.link) return false;
  if (!entry.optional && !entry.devOptional) return true;
  if (entry.os === undefined || entry.cpu === undefined || entry.libc !== undefined) return false;
  return entry.os.includes(process.platform) && entry.cpu.includes(process.arch);
}

/** Whether node_modules holds what the lock file says; npm writes down what it installed in a file of its own. */
function isInstalled() {
  const wanted = readJson(lockFile)?.packages ?? {};
  const installed = readJson(below('node_modules', '.package-lock.json'))?.packages ?? {};
  return Object.entries(wanted).every(
    ([where, entry]) => where === '' || !isWanted(entry) || installed[where]?.version === entry.version,
  );
}

/** Whether the packages have to be installed first. */
export function dependenciesAreMissing() {
  if (!existsSync(lockFile)) return false; // an installed package: npm has brought its dependencies
  if (readIfThere(stampFile) === lockHash()) return false;
  if (!isInstalled()) return true;
  writeFileSync(stampFile, lockHash());
  return false;
}

/**
 * Installs the packages of the lock file. Install scripts stay off: npm is about to block them unless they are
 * approved, and the only ones among our packages make symbolic links, which `postgres-links.mjs` does itself.
 */
export function installDependencies() {
  say('Installing packages (once) ...');
  const started = Date.now();
  if (!npm(['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--loglevel=error'], below())) {
    throw new SetupError(
      'The packages could not be installed; what npm said is above. Run the same command again when it is mended.',
    );
  }
  writeFileSync(stampFile, lockHash());
  say(`Packages installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}
