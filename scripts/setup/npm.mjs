import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** How to call npm: the one that called us when there is one, else the one on the path. */
function npmCommand() {
  const cli = process.env['npm_execpath'];
  if (cli !== undefined && path.basename(cli) === 'npm-cli.js') {
    return { command: process.execPath, before: [cli], shell: false };
  }
  // Windows has npm.cmd, which only a shell can run.
  return { command: 'npm', before: [], shell: process.platform === 'win32' };
}

/** What npm hands to a script by the environment would steer a call of npm inside it. */
function cleanEnvironment() {
  const { npm_config_global, npm_config_prefix, npm_config_local_prefix, npm_config_omit, ...rest } =
    process.env;
  return rest;
}

/**
 * Runs npm to its end; what it warns of is shown on standard error.
 * @param {string[]} args @param {string} cwd
 * @returns {boolean} whether it went well
 */
export function npm(args, cwd) {
  const { command, before, shell } = npmCommand();
  const result = spawnSync(command, [...before, ...args], {
    cwd,
    shell,
    env: cleanEnvironment(),
    stdio: ['ignore', 'ignore', 2],
  });
  return result.status === 0;
}
