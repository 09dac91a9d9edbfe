import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { flinkMemory } from './flink-memory.ts';
import { TEMPLATES } from './jars.ts';
import { javaArguments } from './jvm.ts';
import type { Command, Part, Surroundings } from './part.ts';
import type { PartName, Place } from './place.ts';
import { temporaryOf } from './place.ts';
import type { ClusterState } from './state.ts';
import { writeFromTemplate } from './templates.ts';

const TaskManagers = z.object({ taskmanagers: z.array(z.object({ id: z.string() })) });

/** The answer of an address as JSON, or undefined when there is none. */
async function ask(address: string): Promise<unknown> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(3_000) });
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

/** The names of the TaskManagers that the JobManager knows; one that was killed is among them for some seconds. */
async function registered(jobManager: string): Promise<string[]> {
  const answer = TaskManagers.safeParse(await ask(`${jobManager}/taskmanagers`));
  return answer.success ? answer.data.taskmanagers.map(({ id }) => id) : [];
}

/** The folder with the configuration of a process: one text but for the folder of temporary files. */
function configurationFolder(place: Place, part: PartName): string {
  return path.join(place.conf, part);
}

async function configure({ place, state: { ports, options } }: Surroundings, part: PartName): Promise<void> {
  const memory = flinkMemory(options);
  const folder = configurationFolder(place, part);
  await mkdir(folder, { recursive: true });
  await writeFromTemplate('config.yaml.template', path.join(folder, 'config.yaml'), {
    RPC_PORT: ports.rpc,
    REST_PORT: ports.rest,
    GATEWAY_PORT: ports.gateway,
    SLOTS: options.slots,
    TASK_HEAP: memory.taskHeap,
    NETWORK: memory.network,
    MANAGED: memory.managed,
    FRAMEWORK_HEAP: memory.frameworkHeap,
    FRAMEWORK_OFF_HEAP: memory.frameworkOffHeap,
    METASPACE: memory.metaspace,
    OVERHEAD: memory.overhead,
    CHECKPOINT_SECONDS: options.checkpointSeconds,
    STATE_BACKEND: options.stateBackend,
    CHECKPOINTS: pathToFileURL(place.checkpoints).href,
    SAVEPOINTS: pathToFileURL(place.savepoints).href,
    TEMPORARY: temporaryOf(place, part).replaceAll('\\', '/'),
  });
}

interface FlinkProcess {
  readonly name: Exclude<PartName, 'postgresql' | 'kafka'>;
  readonly memory: readonly string[];
  readonly main: string;
  readonly args: readonly string[];
}

/** The command line of one of Flink's processes. */
async function command(
  surroundings: Surroundings,
  { name, memory, main, args }: FlinkProcess,
): Promise<Omit<Command, 'isHealthy'>> {
  await configure(surroundings, name);
  const { place, java, environment } = surroundings;
  const logging = pathToFileURL(path.join(TEMPLATES, 'flink-log4j.properties')).href;
  return {
    command: java,
    args: [
      `@${path.join(TEMPLATES, 'jvm17.args')}`,
      ...javaArguments(surroundings, name, memory),
      `-Dlog4j.configurationFile=${logging}`,
      main,
      ...args,
    ],
    environment: { ...environment, FLINK_CONF_DIR: configurationFolder(place, name) },
  };
}

const RUNTIME = 'org.apache.flink.runtime';

async function jobManagerServes({ endpoints }: Pick<ClusterState, 'endpoints'>): Promise<boolean> {
  return (await ask(`${endpoints.flinkRest}/overview`)) !== undefined;
}

export const jobManager: Part = {
  name: 'jobmanager',
  patienceMs: 90_000,
  async prepare(surroundings) {
    const base = await command(surroundings, {
      name: 'jobmanager',
      memory: ['-Xms256m', '-Xmx448m', '-XX:MaxMetaspaceSize=192m', '-XX:+UseSerialGC'],
      main: `${RUNTIME}.entrypoint.StandaloneSessionClusterEntrypoint`,
      args: ['--configDir', configurationFolder(surroundings.place, 'jobmanager')],
    });
    return { ...base, isHealthy: () => jobManagerServes(surroundings.state) };
  },
  isHealthy: jobManagerServes,
};

export const taskManager: Part = {
  name: 'taskmanager',
  patienceMs: 120_000,
  async prepare(surroundings) {
    const { place, state } = surroundings;
    const memory = flinkMemory(state.options);
    const id = `taskmanager-${Date.now().toString(36)}`;
    const base = await command(surroundings, {
      name: 'taskmanager',
      memory: [
        `-Xms${memory.heap}m`,
        `-Xmx${memory.heap}m`,
        `-XX:MaxDirectMemorySize=${memory.direct}m`,
        `-XX:MaxMetaspaceSize=${memory.metaspace}m`,
        '-XX:+UseParallelGC',
      ],
      main: `${RUNTIME}.taskexecutor.TaskManagerRunner`,
      args: ['--configDir', configurationFolder(place, 'taskmanager'), '-D', `taskmanager.resource-id=${id}`],
    });
    const isHealthy = async (): Promise<boolean> =>
      (await registered(state.endpoints.flinkRest)).includes(id);
    return { ...base, isHealthy };
  },
  isHealthy: async ({ endpoints }) => (await registered(endpoints.flinkRest)).length > 0,
};

async function gatewayServes({ endpoints }: Pick<ClusterState, 'endpoints'>): Promise<boolean> {
  return (await ask(`${endpoints.flinkGateway}/v3/info`)) !== undefined;
}

export const gateway: Part = {
  name: 'gateway',
  patienceMs: 120_000,
  async prepare(surroundings) {
    const base = await command(surroundings, {
      name: 'gateway',
      memory: ['-Xms128m', '-Xmx512m', '-XX:+UseSerialGC'],
      main: 'org.apache.flink.table.gateway.SqlGateway',
      args: [],
    });
    return { ...base, isHealthy: () => gatewayServes(surroundings.state) };
  },
  isHealthy: gatewayServes,
};
