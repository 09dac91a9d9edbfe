import { setTimeout as pause } from 'node:timers/promises';
import { describeError } from '../../event/errors.ts';
import type { Say } from './context.ts';

export interface Watch {
  readonly streams: readonly string[];
  /** Looks after one stream: a job that is gone is submitted again. Answers what it did, or null for nothing. */
  readonly tend: (stream: string) => Promise<string | null>;
  readonly onDone: Say;
  readonly onTrouble: Say;
  readonly signal: AbortSignal;
  /** Milliseconds between two looks at a healthy job. Default 10 s. */
  readonly everyMs?: number;
}

const EVERY_MS = 10_000;

/** The longest pause before a stream that makes trouble is tried again, in milliseconds. */
const LONGEST_MS = 300_000;

/** Looks after each stream until the signal; one in trouble is left alone for ever longer, up to five minutes. */
export async function watchStreams(watch: Watch): Promise<void> {
  await Promise.all(watch.streams.map((stream) => watchStream(watch, stream)));
}

async function watchStream(watch: Watch, stream: string): Promise<void> {
  const { signal, everyMs = EVERY_MS } = watch;
  for (let failures = 0; !signal.aborted; ) {
    const wait = Math.min(LONGEST_MS, everyMs * 2 ** failures);
    try {
      await pause(wait, undefined, { signal });
      const done = await watch.tend(stream);
      if (done !== null) watch.onDone(done);
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      failures = Math.min(failures + 1, 10);
      const next = Math.min(LONGEST_MS, everyMs * 2 ** failures);
      watch.onTrouble(`${describeError(error)} Tried again in ${Math.round(next / 1000)} s.`);
    }
  }
}
