// Makes the checkout ready to run: packages, a Node that is new enough, the web pages. What is there is left alone, so
// that a second call costs a few milliseconds. Plain JavaScript without dependencies, for any Node from 20 on.
import { pathToFileURL } from 'node:url';
import { dependenciesAreMissing, installDependencies } from './setup/dependencies.mjs';
import { SetupError, say } from './setup/paths.mjs';
import { linkPostgresLibraries } from './setup/postgres-links.mjs';
import { findNode, installNode } from './setup/runtime.mjs';
import { inTurn } from './setup/turn.mjs';
import { buildWeb, webIsStale } from './setup/web.mjs';

function isReady(web) {
  return !dependenciesAreMissing() && findNode() !== undefined && !(web && webIsStale());
}

function makeReady(web) {
  if (dependenciesAreMissing()) installDependencies();
  if (findNode() === undefined) installNode();
  linkPostgresLibraries();
  if (web && webIsStale()) buildWeb(findNode() ?? process.execPath);
}

/**
 * Brings the checkout up to date.
 * @param {{ web: boolean }} want whether the web pages are needed too
 * @returns {Promise<string>} the path of a Node that is new enough
 */
export async function setUp({ web }) {
  if (isReady(web)) linkPostgresLibraries();
  else await inTurn(() => makeReady(web));
  return findNode() ?? process.execPath;
}

/** Says an expected failure in one line and sets the exit code; anything else is a bug and keeps its stack. */
export function reportFailure(error) {
  if (error instanceof SetupError) say(error.message);
  else say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await setUp({ web: true }).catch(reportFailure);
}
