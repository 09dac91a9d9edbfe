import { stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Programs } from '../program/programs.ts';
import { outputOf } from '../program/programs.ts';

/** A file of simulated events. */
export interface EventFile {
  readonly path: string;
  readonly lines: number;
  readonly bytes: number;
}

export interface Simulation {
  readonly stream: string;
  readonly events: number;
  /** Events a second of simulated time; the last ones are of now. */
  readonly rate: number;
}

/** Files of simulated events, each made once in a run. */
export interface EventFiles {
  get(simulation: Simulation): Promise<EventFile>;
}

/** A file and what is made from it need at most so much room for each event. */
const ROOM_BYTES_PER_EVENT = 1100;

/** Makes files in `folder` with the program's own simulator. */
export function createEventFiles(options: {
  folder: string;
  programs: Programs;
  say: (words: string) => void;
}): EventFiles {
  const made = new Map<string, Promise<EventFile>>();
  return {
    get(simulation) {
      const name = `${simulation.stream}-${simulation.events}-${simulation.rate}.ndjson`;
      const found = made.get(name) ?? simulate(options, simulation, path.join(options.folder, name));
      made.set(name, found);
      return found;
    },
  };
}

async function simulate(
  { programs, folder, say }: { programs: Programs; folder: string; say: (words: string) => void },
  { stream, events, rate }: Simulation,
  file: string,
): Promise<EventFile> {
  await requireRoom(folder, events * ROOM_BYTES_PER_EVENT);
  say(`simulating ${events} events of ${stream}`);
  await outputOf(
    programs.run([
      'simulate',
      stream,
      '--count',
      String(events),
      '--rate',
      String(rate),
      '--out',
      file,
      '--json',
    ]),
  );
  return { path: file, lines: events, bytes: (await stat(file)).size };
}

async function requireRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= bytes) return;
  const gib = (bytes / 2 ** 30).toFixed(1);
  throw new Error(`${folder} has no room for ${gib} GiB: measure fewer events with --events, or set TMPDIR.`);
}
