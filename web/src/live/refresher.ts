/** Between two refreshes lies at least this long ... */
const SPACING_MS = 450;
/** ... and this many times what the last one took, so that a slow answer is not asked for without pause. */
const REST = 1.5;

interface Surroundings {
  /** Brings the data of these streams up to date; never fails. */
  readonly refresh: (streams: readonly string[]) => Promise<void>;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** Whether anybody can see the page; while nobody can, changes are only remembered. */
  readonly visible: () => boolean;
}

export interface Refresher {
  /** A stream changed. The first change is followed at once, the ones after it are gathered. */
  changed(streams: readonly string[]): void;
  /** The page can be seen again. */
  resume(): void;
}

/** Turns commits into refreshes: at most about two a second, one at a time, none lost. */
export function createRefresher(around: Surroundings): Refresher {
  const pending = new Set<string>();
  let running = false;

  async function run(): Promise<void> {
    running = true;
    while (pending.size > 0 && around.visible()) {
      const streams = [...pending];
      pending.clear();
      const started = around.now();
      await around.refresh(streams);
      const took = around.now() - started;
      await around.wait(Math.max(SPACING_MS - took, took * REST));
    }
    running = false;
  }

  function start(): void {
    if (!running && pending.size > 0 && around.visible()) void run();
  }

  return {
    changed(streams) {
      for (const stream of streams) pending.add(stream);
      start();
    },
    resume: start,
  };
}
