import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { PartName, Place } from './place.ts';
import { PARTS, TITLES } from './place.ts';
import { removeElsewhere, stopPostgresql } from './postgresql.ts';
import { ClusterProblem } from './problem.ts';
import { findJavaParts, signalAll, waitForEnd } from './processes.ts';
import { findRunning } from './running.ts';
import { inTurn } from './turn.ts';

/** How long a Java process may take to end by itself. */
const PATIENCE_MS = 20_000;
const AFTER_KILL_MS = 5_000;

async function stopJava(place: Place, part: PartName): Promise<void> {
  const found = (await findJavaParts(place)).filter((one) => one.part === part);
  const pids = found.map(({ pid }) => pid);
  signalAll(pids, 'SIGTERM');
  const stubborn = await waitForEnd(pids, PATIENCE_MS);
  signalAll(stubborn, 'SIGKILL');
  const left = await waitForEnd(stubborn, AFTER_KILL_MS);
  if (left.length === 0) return;
  throw new ClusterProblem(
    `The ${TITLES[part]} (process ${left.join(', ')}) cannot be ended.`,
    'End it with the rights of the account that started it.',
  );
}

/** Ends one part and waits for it. */
export async function stopPart(place: Place, part: PartName): Promise<void> {
  if (part === 'postgresql') await stopPostgresql(place);
  else await stopJava(place, part);
  await rm(path.join(place.run, `${part}.pid`), { force: true });
}

/** Kills one part like the kernel does when memory runs out; nothing is asked, nothing is written. */
export async function killPart(place: Place, part: PartName): Promise<void> {
  const pids = (await findRunning(place)).get(part) ?? [];
  signalAll(pids, 'SIGKILL');
  await waitForEnd(pids, AFTER_KILL_MS);
}

/**
 * Ends the cluster or one part of it, also what is left of one that was killed.
 * @returns the parts that ran
 * @throws ClusterProblem when a process cannot be ended
 */
export async function stopCluster(
  place: Place,
  want: {
    readonly only?: PartName | undefined;
    /** Removes the folder with all data too. */
    readonly remove: boolean;
    readonly say: (line: string) => void;
  },
): Promise<readonly PartName[]> {
  return inTurn(place, want.say, async () => {
    const running = await findRunning(place);
    const parts = PARTS.filter((part) => running.has(part) && (want.only ?? part) === part);
    if (parts.length > 0) want.say(`Stopping ${parts.map((part) => TITLES[part]).join(', ')} ...`);
    // Flink first: its jobs need not see broker and warehouse go.
    const isFlink = (part: PartName): boolean => part !== 'postgresql' && part !== 'kafka';
    await Promise.all(parts.filter((part) => isFlink(part)).map((part) => stopPart(place, part)));
    await Promise.all(parts.filter((part) => !isFlink(part)).map((part) => stopPart(place, part)));
    if (want.remove) {
      await removeElsewhere(place);
      await rm(place.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    }
    return parts;
  });
}
