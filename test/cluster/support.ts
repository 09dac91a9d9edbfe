// What cluster tests share: the cluster itself, things of a test's own on it, and faults.
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { describe, inject, it } from 'vitest';
import { type PartName, placeOf } from '../../scripts/cluster/place.ts';
import { startCluster } from '../../scripts/cluster/start-cluster.ts';
import { killPart, stopPart } from '../../scripts/cluster/stop-cluster.ts';
import type { ProvidedCluster } from './setup.ts';

type RunningCluster = Extract<ProvidedCluster, { kind: 'running' }>;

/**
 * The cluster of this run.
 * @throws Error with the reason when there is none
 */
export function cluster(): RunningCluster {
  const provided = inject('cluster');
  if (provided.kind === 'running') return provided;
  throw new Error(provided.reason);
}

/**
 * A group of tests that need the cluster. Without Java or Maven they are skipped, and the title says why; in continuous
 * integration, and when the cluster did not start for another reason, that is a failure.
 */
export function describeOnCluster(name: string, tests: () => void): void {
  const provided = inject('cluster');
  if (provided.kind === 'running') describe(name, tests);
  else if (provided.kind === 'missing' && !process.env['CI']) {
    describe.skip(`${name} (skipped: ${provided.reason})`, tests);
  } else {
    describe(name, () => {
      it('has a cluster', () => {
        cluster();
      });
    });
  }
}

/** A word for topics and the like that no other test has. */
export function freshName(what: string): string {
  return `${what}_${randomBytes(5).toString('hex')}`;
}

async function asAdministrator(statement: string): Promise<void> {
  const client = new Client({ connectionString: cluster().databaseUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/**
 * An empty database on the cluster's PostgreSQL.
 * @returns its address, and how it is removed again
 */
export async function freshDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = freshName('test');
  await asAdministrator(`CREATE DATABASE ${name}`);
  const url = new URL(cluster().databaseUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asAdministrator(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** Kills a part with SIGKILL and waits until the kernel has taken it away; nothing starts it again by itself. */
export async function kill(part: PartName): Promise<void> {
  await killPart(placeOf(cluster().folder), part);
}

/** Stops a part the orderly way. */
export async function stop(part: PartName): Promise<void> {
  await stopPart(placeOf(cluster().folder), part);
}

/** Starts a part that was killed or stopped, on the same ports and data, and waits until it serves. */
export async function restart(part: PartName): Promise<void> {
  const { folder } = cluster();
  await startCluster({
    place: placeOf(folder),
    only: part,
    options: {},
    environment: process.env,
    say: () => {},
  });
}
