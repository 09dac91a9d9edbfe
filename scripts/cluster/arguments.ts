import path from 'node:path';
import { parseArgs } from 'node:util';
import type { PartName } from './place.ts';
import { isPart, PARTS } from './place.ts';
import { ClusterProblem } from './problem.ts';
import type { ClusterOptions } from './state.ts';

export const DEFAULT_FOLDER = '.crosscurrent-cluster';

/** What was asked for on the command line. */
export interface Asked {
  readonly help: boolean;
  readonly folder: string;
  readonly only: PartName | undefined;
  readonly remove: boolean;
  readonly options: Partial<ClusterOptions>;
}

const OPTIONS = {
  dir: { type: 'string' },
  only: { type: 'string' },
  jars: { type: 'string' },
  delete: { type: 'boolean' },
  'taskmanager-memory': { type: 'string' },
  slots: { type: 'string' },
  'state-backend': { type: 'string' },
  'checkpoint-seconds': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const FOR_BOTH = ['dir', 'only', 'help'];
const FOR_START = [...FOR_BOTH, 'jars', 'taskmanager-memory', 'slots', 'state-backend', 'checkpoint-seconds'];
const FOR_STOP = [...FOR_BOTH, 'delete'];

export const START_HELP = `npm run cluster -- [options]

Starts Kafka, Flink and PostgreSQL on this machine, all below one folder, or what of them does not run.

  --dir FOLDER                where everything lies (default ${DEFAULT_FOLDER})
  --only PART                 this part alone: ${PARTS.join(', ')}
  --taskmanager-memory SIZE   memory of the TaskManager's process, such as 2560m or 4g (default 2560m)
  --slots N                   slots of the TaskManager (default 8)
  --state-backend NAME        hashmap (fast, in the heap; default) or rocksdb (slower, on disk)
  --checkpoint-seconds N      between two checkpoints (default 5)
  --jars FOLDER               where the Java libraries are kept (default FOLDER/jars)
`;

export const STOP_HELP = `npm run cluster:stop -- [options]

Stops what \`npm run cluster\` started.

  --dir FOLDER   where everything lies (default ${DEFAULT_FOLDER})
  --only PART    this part alone: ${PARTS.join(', ')}
  --delete       removes the folder with all data too
`;

const HINT = 'See --help.';

function whole(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new ClusterProblem(`--${name} must be a whole number above 0, not "${text}".`, HINT);
}

/** `2560m` or `4g`, in MiB. */
function memory(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, digits, unit] = /^(\d{1,6})\s*(m|mb|mib|g|gb|gib)$/i.exec(text) ?? [];
  if (digits === undefined || unit === undefined) {
    throw new ClusterProblem(`--taskmanager-memory must look like 2560m or 4g, not "${text}".`, HINT);
  }
  return Number(digits) * (unit.toLowerCase().startsWith('g') ? 1024 : 1);
}

function backend(text: string | undefined): ClusterOptions['stateBackend'] | undefined {
  if (text === undefined || text === 'hashmap' || text === 'rocksdb') return text;
  throw new ClusterProblem(`--state-backend must be hashmap or rocksdb, not "${text}".`, HINT);
}

/** Without the entries that are undefined. */
function given<T extends object>(values: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<T>;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false }).values;
  } catch (error) {
    throw new ClusterProblem(error instanceof Error ? error.message : String(error), HINT);
  }
}

/**
 * Reads the command line of starting or stopping.
 * @throws ClusterProblem for what is not understood
 */
export function readArguments(args: readonly string[], what: 'start' | 'stop'): Asked {
  const values = parse(args);
  const allowed = what === 'start' ? FOR_START : FOR_STOP;
  const odd = Object.keys(values).find((name) => !allowed.includes(name));
  if (odd !== undefined) throw new ClusterProblem(`--${odd} does not belong here.`, HINT);
  if (values.only !== undefined && !isPart(values.only)) {
    throw new ClusterProblem(`There is no part "${values.only}".`, `The parts are ${PARTS.join(', ')}.`);
  }
  return {
    help: values.help ?? false,
    folder: values.dir ?? DEFAULT_FOLDER,
    only: values.only,
    remove: values.delete ?? false,
    options: given<ClusterOptions>({
      jars: values.jars === undefined ? undefined : path.resolve(values.jars),
      taskManagerMiB: memory(values['taskmanager-memory']),
      slots: whole('slots', values.slots),
      stateBackend: backend(values['state-backend']),
      checkpointSeconds: whole('checkpoint-seconds', values['checkpoint-seconds']),
    }),
  };
}
