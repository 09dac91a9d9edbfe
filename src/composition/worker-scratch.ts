import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';

/** Processes of other machines and containers are not seen, and their folders are left alone. */
const MACHINE = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

const PREFIX = `crosscurrent-worker-${MACHINE}-`;

/**
 * An empty folder of this process alone: several may run on one machine. What killed ones have left goes.
 * @param parent where it is made
 */
export async function ownScratch(parent: string = tmpdir()): Promise<string> {
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const pid = Number(/^\d+/.exec(name.startsWith(PREFIX) ? name.slice(PREFIX.length) : '')?.[0] ?? 0);
    if (pid > 0 && pid !== process.pid && !isAlive(pid)) {
      await rm(path.join(parent, name), { recursive: true, force: true });
    }
  }
  return mkdtemp(path.join(parent, `${PREFIX}${process.pid}-`));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
