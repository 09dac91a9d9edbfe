import { flinkMemory } from './flink-memory.ts';
import type { Place } from './place.ts';
import { choosePorts } from './ports.ts';
import { databaseUrl } from './postgresql.ts';
import type { ClusterOptions, ClusterState, Ports } from './state.ts';

const DEFAULTS = {
  taskManagerMiB: 2560,
  slots: 8,
  stateBackend: 'hashmap',
  checkpointSeconds: 5,
} as const;

/**
 * What `cluster.json` will say, from what it said before and what is asked for.
 * @param want.nothingRuns whether ports may be others than before
 * @throws ClusterProblem for sizes that cannot be
 */
export async function plan(
  place: Place,
  before: ClusterState | undefined,
  want: { readonly options: Partial<ClusterOptions>; readonly nothingRuns: boolean },
): Promise<ClusterState> {
  const options = { ...DEFAULTS, jars: place.jars, ...before?.options, ...want.options };
  flinkMemory(options);
  const ports: Ports =
    before === undefined || want.nothingRuns ? await choosePorts(before?.ports) : before.ports;
  return {
    version: 1,
    options,
    ports,
    endpoints: {
      kafka: `127.0.0.1:${ports.kafka}`,
      flinkRest: `http://127.0.0.1:${ports.rest}`,
      flinkGateway: `http://127.0.0.1:${ports.gateway}`,
      databaseUrl: await databaseUrl(place, ports.postgresql),
    },
    pids: {},
    folders: {
      cluster: place.folder,
      logs: place.logs,
      checkpoints: place.checkpoints,
      savepoints: place.savepoints,
      lake: place.lake,
      postgresql: place.postgresql,
    },
  };
}
