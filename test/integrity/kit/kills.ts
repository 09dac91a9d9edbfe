import { postgresPid, type RunningProgram, startProgram } from './running.ts';
import { pause, type Target } from './traffic.ts';

export type Victim = 'program' | 'postgres' | 'both';

export const VICTIMS: readonly Victim[] = ['program', 'postgres', 'both'];

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Kills the PostgreSQL server of a data folder; nothing happens when none runs. */
export async function killPostgres(data: string): Promise<boolean> {
  const pid = await postgresPid(data).catch(() => null);
  if (pid === null) return false;
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

/** `crosscurrent start` that is killed and started again; `target` always tells where it is. */
export interface Mortal {
  readonly target: Target;
  kill(victim: Victim): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the program; senders find it at `target`. */
export async function startMortal(data: string, flags: readonly string[] = []): Promise<Mortal> {
  let program: RunningProgram = await startProgram(data, flags);
  const target: Target = { url: program.url, key: program.key };
  const again = async (): Promise<void> => {
    program = await startProgram(data, flags);
    target.url = program.url;
  };
  return {
    target,
    async kill(victim) {
      if (victim === 'postgres') {
        await killPostgres(data);
        return;
      }
      target.url = null;
      const gone = program.kill();
      if (victim === 'both') await killPostgres(data);
      await gone;
      await pause(20);
      await again();
    },
    async stop() {
      await program.stop();
    },
  };
}
