import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { below, say } from './paths.mjs';

const turnFile = below('.node', 'setup.turn');

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Takes the turn, or says which live process has it (0: whoever had it is gone; try again). */
function tryToTake() {
  try {
    writeFileSync(turnFile, String(process.pid), { flag: 'wx' });
    return undefined;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  try {
    const owner = Number(readFileSync(turnFile, 'utf8'));
    if (owner > 0 && isAlive(owner)) return owner;
    const isBeingWritten = owner === 0 && Date.now() - statSync(turnFile).mtimeMs < 5_000;
    if (!isBeingWritten) rmSync(turnFile, { force: true });
  } catch {
    // Taken away between the two looks: the next try decides.
  }
  return 0;
}

/** Does the work while no other process of this checkout is setting up: two `npm ci` at once would ruin each other. */
export async function inTurn(work) {
  mkdirSync(path.dirname(turnFile), { recursive: true });
  let said = false;
  for (let owner = tryToTake(); owner !== undefined; owner = tryToTake()) {
    if (owner > 0 && !said) say(`Waiting for process ${owner}, which is setting up here ...`);
    said ||= owner > 0;
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    rmSync(turnFile, { force: true });
  }
}
