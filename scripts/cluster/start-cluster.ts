import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { findMute, startParts } from './bring-up.ts';
import { writeConfiguration } from './configuration.ts';
import { jarsOf } from './jars.ts';
import { findJava } from './java.ts';
import type { PartName, Place } from './place.ts';
import { makeFolders, PARTS, TITLES } from './place.ts';
import { plan } from './plan.ts';
import { postgresqlFolder } from './postgresql.ts';
import { ClusterProblem } from './problem.ts';
import { findRunning } from './running.ts';
import type { ClusterOptions, ClusterState } from './state.ts';
import { readState, writeState } from './state.ts';
import { inTurn } from './turn.ts';

export interface StartRequest {
  readonly place: Place;
  /** Starts this part alone; its cluster was started before. */
  readonly only?: PartName | undefined;
  readonly options: Partial<ClusterOptions>;
  readonly environment: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
}

/** The number of a part's first process: for PostgreSQL the server, whose children have later ones. */
async function mainPid(place: Place, name: PartName, pids: readonly number[]): Promise<number> {
  const noted = Number(await readFile(path.join(place.run, `${name}.pid`), 'utf8').catch(() => ''));
  return pids.includes(noted) ? noted : Math.min(...pids);
}

/** Writes what runs where, as it is now. */
async function record(place: Place, state: ClusterState): Promise<ClusterState> {
  const pids: Partial<Record<PartName, number>> = {};
  for (const [name, found] of await findRunning(place)) pids[name] = await mainPid(place, name, found);
  const folders = { ...state.folders, postgresql: await postgresqlFolder(place) };
  const now = { ...state, pids, folders };
  await writeState(place, now);
  return now;
}

/** What runs and what is remembered have to be one cluster. */
function refuseWithoutState(
  place: Place,
  found: {
    readonly before: ClusterState | undefined;
    readonly running: ReadonlyMap<PartName, unknown>;
    readonly only: PartName | undefined;
  },
): void {
  if (found.before !== undefined) return;
  if (found.running.size > 0) {
    throw new ClusterProblem(
      `Parts of a cluster run in ${place.folder}, but its cluster.json is gone.`,
      'Run `npm run cluster:stop` first.',
    );
  }
  if (found.only === undefined) return;
  throw new ClusterProblem(
    `There is no cluster in ${place.folder}.`,
    'Run `npm run cluster` without --only first.',
  );
}

function refuseMute(mute: readonly PartName[]): void {
  const [first] = mute;
  if (first === undefined) return;
  throw new ClusterProblem(
    `The ${mute.map((name) => TITLES[name]).join(' and the ')} runs but does not answer.`,
    `Stop it with \`npm run cluster:stop -- --only ${first}\`, then run \`npm run cluster\` again.`,
  );
}

/**
 * Starts what does not run of a cluster, and waits until it serves.
 * @returns what runs where, and which parts were started by this call
 * @throws ClusterProblem with what to do; nothing that this call started is left running then
 */
export async function startCluster(
  request: StartRequest,
): Promise<{ readonly state: ClusterState; readonly started: readonly PartName[] }> {
  const { place, only, say, options, environment } = request;
  return inTurn(place, say, async () => {
    const before = await readState(place);
    const running = await findRunning(place);
    refuseWithoutState(place, { before, running, only });
    const wanted = PARTS.filter((name) => (only ?? name) === name);
    const missing = wanted.filter((name) => !running.has(name));
    if (before !== undefined) {
      refuseMute(
        await findMute(
          before,
          wanted.filter((name) => running.has(name)),
        ),
      );
      if (missing.length === 0) return { state: await record(place, before), started: [] };
    }
    const java = missing.some((name) => name !== 'postgresql') ? await findJava(environment) : 'java';
    await makeFolders(place);
    const nothingRuns = running.size === 0 && only === undefined;
    const state = await plan(place, before, { options, nothingRuns });
    const jars = {
      kafka: await jarsOf('kafka', state.options.jars, say),
      flink: await jarsOf('flink', state.options.jars, say),
    };
    await writeState(place, state);
    say(`Starting ${missing.map((name) => TITLES[name]).join(', ')} ...`);
    await startParts({ place, state, java, jars, environment }, missing, say);
    const now = await record(place, state);
    await writeConfiguration(place, now);
    return { state: now, started: missing };
  });
}
