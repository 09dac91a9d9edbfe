import type { Engine } from '../engine/contract.ts';
import type { Clock } from '../event/clock.ts';
import type { Log } from '../log/contract.ts';
import type { ScratchFiles } from '../log/scratch.ts';
import { sliceOf } from '../log/slice.ts';
import type { Warehouse } from '../warehouse/contract.ts';

/** Bytes of the log that are taken at once: a whole sealed segment is read where it lies. */
const SLICE_BYTES = 64 * 1024 * 1024;

/**
 * The first slice after a start is a small one: what is derived for it costs more than ever after, and threads have to
 * start for a large one, so that after a crash the first commit would come a second later.
 */
const FIRST_SLICE_BYTES = 256 * 1024;

/** Slices of a source under way at once, so that one is prepared while another is committed. */
const IN_FLIGHT = 3;

/** Appends gather at least so long, because each batch has a cost of its own; in milliseconds. */
const GATHER_MS = 40;

/**
 * From the beginning of a batch to that of the next: so many times what a batch takes, so that a trickle of events
 * costs little; what comes after a silence does not wait. At most so many milliseconds.
 */
const PERIOD_PER_WORK = 3;
const LONGEST_PERIOD_MS = 500;

const RETRY_MS = 500;

export interface TailOptions {
  readonly log: Log;
  readonly engine: Engine;
  readonly warehouse: Warehouse;
  readonly scratch: ScratchFiles;
  readonly clock: Clock;
  readonly streams: ReadonlySet<string>;
  readonly onError: (error: unknown) => void;
}

/** How far a stream's log is behind. */
export interface Lag {
  /** 0 where only the number of events is known. */
  readonly bytes: number;
  /** Where the log counts events. */
  readonly events?: number;
  /** Age of the oldest event that is not in the warehouse yet. */
  readonly seconds: number;
}

export interface Tail {
  lag(stream: string): Lag;
  /** Resolves when everything that is in the log now has been committed. */
  drained(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Feeds the engine from the log. For each stream and source: read from the committed offset on,
 * submit, forget what was committed. When a slice fails it starts again at the committed offset.
 */
export function tailLog(options: TailOptions): Tail {
  const { log } = options;
  const loops = new Map<string, SourceTail>();
  const start = (stream: string, source: string): void => {
    const key = `${stream}/${source}`;
    if (loops.has(key) || !options.streams.has(stream)) return;
    loops.set(key, tailSource({ ...options, stream, source }));
  };
  for (const { stream, source } of log.sources()) start(stream, source);
  const unsubscribe = log.onAppend(({ stream, source }) => {
    start(stream, source);
    loops.get(`${stream}/${source}`)?.wake();
  });
  return {
    lag(stream) {
      const own = [...loops.values()].filter((loop) => loop.stream === stream).map((loop) => loop.lag());
      return {
        bytes: own.reduce((sum, lag) => sum + lag.bytes, 0),
        seconds: own.reduce((most, lag) => Math.max(most, lag.seconds), 0),
      };
    },
    async drained() {
      await Promise.all([...loops.values()].map((loop) => loop.drained()));
    },
    async close() {
      unsubscribe();
      await Promise.all([...loops.values()].map((loop) => loop.close()));
    },
  };
}

interface SourceTail {
  readonly stream: string;
  wake(): void;
  lag(): Lag;
  drained(): Promise<void>;
  close(): Promise<void>;
}

function tailSource(options: TailOptions & { stream: string; source: string }): SourceTail {
  const { log, engine, stream, source, clock } = options;
  let closed = false;
  let awake = (): void => undefined;
  let committed = 0n;
  /** When the oldest uncommitted slice arrived; null when all is committed. */
  let waitingSince: number | null = null;
  let inFlight = 0;
  /** How long the last batch took, and when the one before the next began, on the clock of `performance`. */
  let took = 0;
  let began = 0;
  const gather = (): Promise<void> => {
    const period = Math.min(LONGEST_PERIOD_MS, took * PERIOD_PER_WORK);
    return pause(Math.max(GATHER_MS, began + period - performance.now()));
  };

  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      awake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  /** Reads and submits until something fails or the tail is closed. */
  const follow = async (): Promise<void> => {
    committed = await options.warehouse.offset(stream, source);
    // What was committed and not yet let go of before a crash.
    await log.truncateBefore(stream, source, committed);
    let position = committed;
    let failure: { error: unknown } | null = null;
    let most = FIRST_SLICE_BYTES;
    while (!closed && failure === null) {
      const read = inFlight < IN_FLIGHT ? await log.read(stream, source, position, most) : null;
      if (read === null) {
        await sleep(inFlight === 0 ? 60_000 : 50);
        if (inFlight === 0 && !closed) await gather();
        continue;
      }
      most = SLICE_BYTES;
      waitingSince ??= read.receivedAt;
      const slice = await sliceOf(read, options.scratch);
      position = slice.to;
      inFlight += 1;
      began = performance.now();
      const submitted = began;
      engine
        .submit(slice)
        .then(async () => {
          committed = slice.to;
          took = performance.now() - submitted;
          waitingSince = committed >= log.end(stream, source) ? null : clock.now();
          await log.truncateBefore(stream, source, committed);
        })
        .catch((error: unknown) => {
          failure = { error };
        })
        .finally(() => {
          inFlight -= 1;
          void slice.release();
          awake();
        });
      if (inFlight > 0) await gather();
    }
    while (inFlight > 0) await sleep(20);
    if (failure !== null && !closed) throw (failure as { error: unknown }).error;
  };

  const loop = (async () => {
    while (!closed) {
      try {
        await follow();
      } catch (error) {
        if (closed) break;
        options.onError(error);
        await sleep(RETRY_MS);
      }
    }
  })();

  return {
    stream,
    wake: () => {
      waitingSince ??= clock.now();
      awake();
    },
    lag: () => ({
      bytes: Number(log.end(stream, source) - committed),
      seconds: waitingSince === null ? 0 : Math.max(0, (clock.now() - waitingSince) / 1000),
    }),
    async drained() {
      const end = log.end(stream, source);
      while (!closed && committed < end) await pause(20);
    },
    async close() {
      closed = true;
      awake();
      await loop;
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
