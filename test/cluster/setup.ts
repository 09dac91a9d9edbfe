// One cluster for all cluster tests of a run, on a folder of its own that is removed with it.
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { MissingProgram } from '../../scripts/cluster/java.ts';
import type { Place } from '../../scripts/cluster/place.ts';
import { placeOf } from '../../scripts/cluster/place.ts';
import { isAlive } from '../../scripts/cluster/processes.ts';
import { say } from '../../scripts/cluster/report.ts';
import { startCluster } from '../../scripts/cluster/start-cluster.ts';
import { readState } from '../../scripts/cluster/state.ts';
import { stopCluster } from '../../scripts/cluster/stop-cluster.ts';
import { describeError } from '../../src/event/errors.ts';

/** What the tests get: where the cluster is, or why there is none. */
export type ProvidedCluster =
  | {
      readonly kind: 'running';
      readonly folder: string;
      readonly kafka: string;
      readonly flinkRest: string;
      readonly flinkGateway: string;
      readonly databaseUrl: string;
    }
  | { readonly kind: 'missing' | 'failed'; readonly reason: string };

declare module 'vitest' {
  export interface ProvidedContext {
    cluster: ProvidedCluster;
  }
}

const PREFIX = 'crosscurrent-test-cluster-';
const OWNER = 'owner';

/** Libraries are kept in the checkout, for the developer's own cluster as well. */
export const JARS = path.join(import.meta.dirname, '..', '..', '.crosscurrent-cluster', 'jars');

/** Ends the clusters of test runs that were killed. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = path.join(tmpdir(), name);
    const owner = Number(await readFile(path.join(folder, OWNER), 'utf8').catch(() => ''));
    if (owner > 0 && !isAlive(owner)) await stopCluster(placeOf(folder), { remove: true, say: () => {} });
  }
}

/** A cluster that a developer keeps for the tests, which saves half a minute each time. */
async function keptCluster(folder: string): Promise<ProvidedCluster> {
  const state = existsSync(folder) ? await readState(placeOf(folder)) : undefined;
  if (state === undefined) {
    return { kind: 'failed', reason: `CROSSCURRENT_TEST_CLUSTER_DIR names ${folder}, where no cluster is.` };
  }
  return { kind: 'running', folder: path.resolve(folder), ...state.endpoints };
}

async function start(place: Place): Promise<ProvidedCluster> {
  try {
    const { state } = await startCluster({ place, options: { jars: JARS }, environment: process.env, say });
    return { kind: 'running', folder: place.folder, ...state.endpoints };
  } catch (error) {
    const remedy = error instanceof Error && 'remedy' in error ? ` ${String(error.remedy)}` : '';
    const reason = error instanceof Error ? `${error.message}${remedy}` : describeError(error);
    return { kind: error instanceof MissingProgram ? 'missing' : 'failed', reason };
  }
}

/** Hands the endpoints over, to tests by `inject` and to programs that they start by the environment. */
function hand(project: TestProject, cluster: ProvidedCluster): void {
  project.provide('cluster', cluster);
  if (cluster.kind !== 'running') return;
  process.env['CROSSCURRENT_TEST_KAFKA'] = cluster.kafka;
  process.env['CROSSCURRENT_TEST_FLINK_REST'] = cluster.flinkRest;
  process.env['CROSSCURRENT_TEST_FLINK_GATEWAY'] = cluster.flinkGateway;
  process.env['CROSSCURRENT_TEST_DATABASE_URL'] = cluster.databaseUrl;
  process.env['CROSSCURRENT_TEST_CLUSTER_DIR'] = cluster.folder;
}

/** Called by vitest before the first cluster test; what it returns is called behind the last one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const kept = process.env['CROSSCURRENT_TEST_CLUSTER_DIR'];
  if (kept) {
    hand(project, await keptCluster(kept));
    return async () => {};
  }
  await removeLeftovers();
  const folder = await mkdtemp(path.join(tmpdir(), PREFIX));
  await writeFile(path.join(folder, OWNER), String(process.pid));
  const place = placeOf(folder);
  hand(project, await start(place));
  return async () => {
    await stopCluster(place, { remove: true, say });
    await rm(folder, { recursive: true, force: true });
  };
}
