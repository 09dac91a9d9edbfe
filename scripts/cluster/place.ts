import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The parts of a cluster, each a process, in the order in which they are told of. */
export const PARTS = ['postgresql', 'kafka', 'jobmanager', 'taskmanager', 'gateway'] as const;

export type PartName = (typeof PARTS)[number];

export function isPart(text: string): text is PartName {
  return PARTS.some((name) => name === text);
}

/** How a part is called in a sentence. */
export const TITLES: Readonly<Record<PartName, string>> = {
  postgresql: 'PostgreSQL',
  kafka: 'Kafka broker',
  jobmanager: 'Flink JobManager',
  taskmanager: 'Flink TaskManager',
  gateway: 'Flink SQL Gateway',
};

/** Where everything of one cluster lies; absolute paths. */
export interface Place {
  readonly folder: string;
  /** `cluster.json`, which says what runs where. */
  readonly state: string;
  /** The configuration file for crosscurrent. */
  readonly configuration: string;
  /** The Java libraries, unless they are kept elsewhere for several clusters. */
  readonly jars: string;
  readonly conf: string;
  readonly logs: string;
  readonly run: string;
  readonly temporary: string;
  readonly kafka: string;
  readonly checkpoints: string;
  readonly savepoints: string;
  readonly postgresql: string;
  readonly secrets: string;
  readonly lake: string;
  readonly data: string;
}

/** The place of a cluster in a folder. */
export function placeOf(folder: string): Place {
  const root = path.resolve(folder);
  const below = (...names: string[]): string => path.join(root, ...names);
  return {
    folder: root,
    state: below('cluster.json'),
    configuration: below('crosscurrent.json'),
    jars: below('jars'),
    conf: below('conf'),
    logs: below('logs'),
    run: below('run'),
    temporary: below('tmp'),
    kafka: below('kafka'),
    checkpoints: below('flink', 'checkpoints'),
    savepoints: below('flink', 'savepoints'),
    postgresql: below('postgres'),
    secrets: below('secrets'),
    lake: below('lake'),
    data: below('crosscurrent'),
  };
}

/** Makes the folders that no part makes for itself. */
export async function makeFolders(place: Place): Promise<void> {
  await mkdir(place.folder, { recursive: true, mode: 0o700 });
  const { conf, logs, run, temporary, checkpoints, savepoints, lake } = place;
  for (const folder of [conf, logs, run, temporary, checkpoints, savepoints, lake]) {
    await mkdir(folder, { recursive: true });
  }
}

/** The file that a part logs to; what it prints beside its log is in `<part>.out`. */
export function logFile(place: Place, part: PartName): string {
  return path.join(place.logs, `${part}.log`);
}

/** The folder for temporary files of a part alone. */
export function temporaryOf(place: Place, part: PartName): string {
  return path.join(place.temporary, part);
}

/** Makes a part's folder for temporary files empty: a process that was killed leaves 20 MB and more there. */
export async function emptyTemporary(place: Place, part: PartName): Promise<void> {
  await rm(temporaryOf(place, part), { recursive: true, force: true });
  await mkdir(temporaryOf(place, part), { recursive: true });
}

/** Notes a part's process number, for whoever wants to signal it. */
export async function writePid(place: Place, part: PartName, pid: number): Promise<void> {
  await writeFile(path.join(place.run, `${part}.pid`), `${pid}\n`);
}
