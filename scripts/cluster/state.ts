import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Place } from './place.ts';
import { ClusterProblem } from './problem.ts';

const Port = z.int().min(1).max(65535);

const Options = z.object({
  /** Memory of the TaskManager's process in MiB. */
  taskManagerMiB: z.int(),
  slots: z.int(),
  stateBackend: z.enum(['hashmap', 'rocksdb']),
  checkpointSeconds: z.int(),
  jars: z.string(),
});

/** What can be chosen about a cluster. */
export type ClusterOptions = z.infer<typeof Options>;

const Ports = z.object({
  postgresql: Port,
  kafka: Port,
  controller: Port,
  rpc: Port,
  rest: Port,
  gateway: Port,
});

export type Ports = z.infer<typeof Ports>;

const State = z.object({
  version: z.literal(1),
  options: Options,
  ports: Ports,
  endpoints: z.object({
    kafka: z.string(),
    flinkRest: z.string(),
    flinkGateway: z.string(),
    databaseUrl: z.string(),
  }),
  /** Process numbers of the parts that were started. */
  pids: z.partialRecord(z.enum(['postgresql', 'kafka', 'jobmanager', 'taskmanager', 'gateway']), z.int()),
  folders: z.object({
    cluster: z.string(),
    logs: z.string(),
    checkpoints: z.string(),
    savepoints: z.string(),
    lake: z.string(),
    /** Where PostgreSQL's files really lie. */
    postgresql: z.string(),
  }),
});

/** `cluster.json`: what runs where. */
export type ClusterState = z.infer<typeof State>;

/** What `cluster.json` says, or undefined when there is none. */
export async function readState(place: Place): Promise<ClusterState | undefined> {
  const text = await readFile(place.state, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return State.parse(JSON.parse(text));
  } catch {
    throw new ClusterProblem(
      `${place.state} cannot be read: it is damaged or of another version.`,
      'Run `npm run cluster:stop -- --delete`, then `npm run cluster` again.',
    );
  }
}

/** Replaces a file that holds secrets in one step. */
export async function writePrivately(file: string, content: unknown): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await chmod(`${file}.new`, 0o600);
  await rename(`${file}.new`, file);
}

export async function writeState(place: Place, state: ClusterState): Promise<void> {
  await writePrivately(place.state, state);
}
