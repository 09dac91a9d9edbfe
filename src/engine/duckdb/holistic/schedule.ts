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
const DEFAULT_HELD_MS = 20_000;

/** So often windows are recomputed while files come in, though these still bring events of them; in milliseconds. */
const HELD_ALL_MS = 600_000;

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
  /**
   * Files come in until the answer is called: windows that go on to become stale are left until then, or for
   * `HELD_ALL_MS`, because a day would be counted again and again while it fills.
   */
  hold(): () => void;
  /** Whether files come in, or somebody waits for what they brought. */
  isHeld(): boolean;
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
  heldMs?: number;
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
  let settling = 0;
  const passed: Passed = { version: null, since: 0 };
  let ticking = false;
  let woken = false;

  /** Recomputes one lot of stale windows; how many there were. @param hurried with all that the machine has */
  const refreshOnce = async (hurried: boolean): Promise<number> => {
    const all = await warehouse.staleWindows(plan.stream.name);
    const stale = hurried || holds === 0 ? all : quietOnes(all, passed, performance.now());
    if (stale.length === 0) return all.length;
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
    return all.length;
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
    const gather = holds > 0 ? (options.heldMs ?? DEFAULT_HELD_MS) : GATHER_MS;
    timer = setTimeout(() => void tick(), Math.max(gather, notBefore - performance.now()));
  };

  return {
    wake: schedule,
    async settle() {
      if (!needed) return;
      settling += 1;
      try {
        await othersSettled();
        while (!closed && leads() && (await exclusive({ hurried: true })) > 0);
      } finally {
        settling -= 1;
      }
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
    isHeld: () => holds > 0 || settling > 0,
    hold() {
      holds += 1;
      if (holds === 1) Object.assign(passed, { version: null, since: performance.now() });
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

/** What has been looked at while files come in. */
interface Passed {
  /** Highest version of a window when they were looked at last; null: not yet. */
  version: bigint | null;
  /** When all of them were taken last, or the files began to come, as `performance.now()`. */
  since: number;
}

/** The windows that no event has come for since the last look, or all when that was long ago. */
function quietOnes(windows: readonly StaleWindow[], passed: Passed, now: number): readonly StaleWindow[] {
  const { version } = passed;
  let newest = version ?? 0n;
  for (const window of windows) if (window.version > newest) newest = window.version;
  passed.version = newest;
  if (now - passed.since < HELD_ALL_MS) return windows.filter((window) => window.version <= (version ?? -1n));
  passed.since = now;
  return windows;
}
