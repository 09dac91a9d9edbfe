import { existsSync } from 'node:fs';
import path from 'node:path';
import { aptInstall, isDebianAsRoot } from './debian.mjs';

const programFiles = [
  process.env['PROGRAMFILES'],
  process.env['PROGRAMFILES(X86)'],
  process.env['LOCALAPPDATA'],
];

/** Where the systems keep a Chromium or Chrome. */
const KNOWN_PLACES = {
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: programFiles
    .filter((folder) => folder !== undefined)
    .map((folder) => path.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
};

/** The browser for the browser tests: CHROMIUM_PATH, else one found on this machine, else undefined. */
export function findChromium() {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return existsSync(named) ? named : undefined;
  return (KNOWN_PLACES[process.platform] ?? []).find(existsSync);
}

/** Installs Debian's Chromium when there is no browser; only there, and only as root. */
export function bringChromium() {
  if (findChromium() !== undefined || !isDebianAsRoot()) return;
  process.stderr.write('Installing Chromium for the browser tests (once) ...\n');
  aptInstall('chromium');
}

/** Why the browser tests cannot run, for a reader. */
export const NO_BROWSER =
  'No Chromium or Chrome was found, so the browser tests do not run; install one, or name it in CHROMIUM_PATH.';
