import type { Clock } from '../../../event/clock.ts';
import type { StreamPlan } from '../../../stream/plan.ts';
import type { StaleWindow, Warehouse } from '../../../warehouse/contract.ts';
import { type DuckDBConnection, endQuickly } from '../database.ts';
import { expiryCutoff } from '../expiry.ts';
import { refreshWindows } from './refresh.ts';

/** Recomputing takes at most this share of the time, so that its cost stays under a tenth of the machine. */
const SHARE = 0.1;

/** Between a commit and a recomputation, so that several commits share one; in milliseconds. */
const GATHER_MS = 150;

/** Between recomputations while files come in, in milliseconds. */
const HELD_MS = 20_000;

const RETRY_MS = 1000;

/** Between two looks whether another process has done the work, in milliseconds. */
const LOOK_MS = 200;

/** A pause is never longer than this, in milliseconds. */
const LONGEST_PAUSE_MS = 60_000;

export interface HolisticSchedule {
  /** There may be stale windows. */
  wake(): void;
  /** Recomputes all that is stale, without pauses; resolves when nothing is. */
  settle(): Promise<void>;
  /** While files come in, windows that each slice makes stale again are left for longer, until the answer is called. */
  hold(): () => void;
  /**
   * Other processes have done the work meanwhile: what was remembered of it is forgotten, and what they left is begun.
   */
  takeOver(): void;
  /** Somebody else does the work from now on; resolves when nothing is being recomputed here. */
  handOver(): Promise<void>;
  /** Resolves when nothing is being recomputed, and starts nothing until the answer is called. */
  pause(): Promise<() => void>;
  close(): Promise<void>;
}

/** Keeps the holistic measures of a stream up to date, at a pace. */
export function createHolisticSchedule(options: {
  plan: StreamPlan;
  warehouse: Warehouse;
  connect: () => Promise<DuckDBConnection>;
  lakeDir: string;
  scratchDir: string;
  /** Age at which events leave the lake, in days; null: never. */
  expiryDays: number | null;
  clock: Clock;
  eventsAtOnce?: number;
  /** Whether this process does the work, where others may do it; left out where it is alone. */
  leads?: () => boolean;
  onError: (error: unknown) => void;
}): HolisticSchedule {
  const { plan, warehouse, leads = () => true } = options;
  const needed = plan.distinct.length > 0 || plan.sessions.length > 0 || plan.stream.star !== undefined;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let running: Promise<number> | null = null;
  let closed = false;
  let active: readonly DuckDBConnection[] = [];
  let notBefore = 0;
  const carried = new Map<number, number>();
  let holds = 0;
  let ticking = false;
  let woken = false;

  /** Recomputes one lot of stale windows; how many there were. @param hurried with all that the machine has */
  const refreshOnce = async (hurried: boolean): Promise<number> => {
    const stale: StaleWindow[] = await warehouse.staleWindows(plan.stream.name);
    if (stale.length === 0) return 0;
    const cutoff = expiryCutoff(options.clock.now(), options.expiryDays);
    // What a late event touches behind the cutoff cannot be counted anew: its events have left the lake.
    const windows = stale.filter((window) => cutoff === null || window.start >= cutoff);
    const expired = stale.filter((window) => cutoff !== null && window.start < cutoff);
    const connection = await options.connect();
    const beside = hurried ? await options.connect() : undefined;
    active = beside === undefined ? [connection] : [connection, beside];
    try {
      if (windows.length > 0)
        await refreshWindows({ ...options, connection, shadow: false, carried }, windows, beside);
      if (expired.length > 0) {
        await warehouse.replaceWindows({
          stream: plan.stream.name,
          windows: expired,
          tables: [],
          settle: true,
        });
      }
    } finally {
      for (const one of active) one.closeSync();
      active = [];
    }
    return stale.length;
  };

  const exclusive = async ({ hurried }: { hurried: boolean }): Promise<number> => {
    while (running !== null) await running.catch(() => undefined);
    running = refreshOnce(hurried).finally(() => {
      running = null;
    });
    return running;
  };

  const interrupt = (): void => {
    for (const connection of active) connection.interrupt();
  };

  const tick = async (): Promise<void> => {
    timer = null;
    if (closed || !leads()) return;
    ticking = true;
    const started = performance.now();
    try {
      const refreshed = await exclusive({ hurried: false });
      const took = performance.now() - started;
      notBefore = performance.now() + Math.min(LONGEST_PAUSE_MS, took * (1 / SHARE - 1));
      woken ||= refreshed > 0;
    } catch (error) {
      if (closed || !leads()) return;
      options.onError(error);
      notBefore = performance.now() + RETRY_MS;
      woken = true;
    } finally {
      ticking = false;
    }
    if (woken) schedule();
  };

  /** Resolves when another process has recomputed all that is stale now. */
  const othersSettled = async (): Promise<void> => {
    while (!closed && !leads() && (await warehouse.staleWindows(plan.stream.name)).length > 0) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  };

  const schedule = (): void => {
    // Who wakes it while it works is served after the pause that the work earns.
    woken = ticking;
    if (timer !== null || ticking || closed || !needed || !leads()) return;
    const gather = holds > 0 ? HELD_MS : GATHER_MS;
    timer = setTimeout(() => void tick(), Math.max(gather, notBefore - performance.now()));
  };

  return {
    wake: schedule,
    async settle() {
      if (!needed) return;
      await othersSettled();
      while (!closed && leads() && (await exclusive({ hurried: true })) > 0);
    },
    takeOver() {
      carried.clear();
      notBefore = 0;
      schedule();
    },
    async handOver() {
      interrupt();
      while (running !== null) await running.catch(() => undefined);
    },
    hold() {
      holds += 1;
      return () => {
        holds -= 1;
      };
    },
    async pause() {
      while (running !== null) await running.catch(() => undefined);
      let resume = (): void => undefined;
      const pausing = new Promise<number>((resolve) => {
        resume = () => resolve(0);
      });
      running = pausing;
      return () => {
        running = null;
        resume();
      };
    },
    async close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      // The windows stay stale, and are recomputed at the next start.
      await endQuickly(running, interrupt);
    },
  };
}
