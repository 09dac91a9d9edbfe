import { endingError } from './call.ts';

/** Does one piece of work; `signal` asks it to stop early. */
export type Job = (
  args: unknown,
  onProgress: (progress: unknown) => void,
  signal: AbortSignal,
) => Promise<unknown>;

/** What can be done with an open data folder, by name. */
export type Jobs = Readonly<Record<string, Job>>;

/** Where guests hand in their work. */
export interface GuestDesk {
  /** The jobs, for the server: each is counted while it runs. */
  readonly jobs: Jobs;
  /** How many are under way. */
  inFlight(): number;
  /**
   * Takes no more work and waits for what is under way; after `patienceMs` it is asked to stop. Without patience
   * given it waits as long as it takes.
   */
  close(options?: { patienceMs?: number }): Promise<void>;
}

/**
 * Keeps count of the guests' work, so that a short command that happens to be the host does not end under them.
 * A job that comes in after `close` fails with the error that sends its guest to the next host.
 */
export function guestDesk(jobs: Jobs): GuestDesk {
  const underWay = new Set<Promise<unknown>>();
  const ending = new AbortController();
  let open = true;

  function counted(job: Job): Job {
    return async (args, onProgress, signal) => {
      if (!open) throw endingError();
      const work = job(args, onProgress, AbortSignal.any([signal, ending.signal]));
      underWay.add(work);
      try {
        return await work;
      } finally {
        underWay.delete(work);
      }
    };
  }

  return {
    jobs: Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, counted(job)])),
    inFlight: () => underWay.size,
    close: async ({ patienceMs } = {}) => {
      open = false;
      const timer =
        patienceMs === undefined ? undefined : setTimeout(() => ending.abort(endingError()), patienceMs);
      while (underWay.size > 0) await Promise.allSettled(underWay);
      clearTimeout(timer);
    },
  };
}
