import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Ended, Programs, Running } from './programs.ts';

/** `crosscurrent start` in a child process. */
export interface Server {
  readonly running: Running;
  readonly url: string;
  readonly signInUrl: string;
  readonly apiToken: string;
  readonly collectorKey: string;
  /** From the spawning to the line that says where it is, in seconds. */
  readonly secondsToUrl: number;
  stop(): Promise<Ended>;
}

const Started = z.object({ url: z.string(), signInUrl: z.string() });

/** Starts the program without simulators on a free port and waits until it says where. */
export async function startServer(programs: Programs, dataDir: string): Promise<Server> {
  const running = programs.run(['start', '--no-simulate', '--port', '0', '--json'], { dataDir });
  const line = await running.firstLine.catch(async (error: unknown) => {
    throw new Error(`The program did not start: ${(await running.ended).stderr.trim()}`, { cause: error });
  });
  const secondsToUrl = (performance.now() - running.spawnedAt) / 1000;
  const { url, signInUrl } = Started.parse(JSON.parse(line));
  const secret = async (name: string): Promise<string> =>
    (await readFile(path.join(dataDir, 'secrets', name), 'utf8')).trim();
  return {
    running,
    url,
    signInUrl,
    apiToken: await secret('api-token'),
    collectorKey: await secret('collector-key'),
    secondsToUrl,
    stop: () => running.stop(),
  };
}
