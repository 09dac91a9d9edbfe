/** A place in a line: `turn` resolves when all before it are done. */
export interface Place {
  readonly turn: Promise<void>;
  /** Lets the next one go; may be called again. */
  done(): void;
}

/** Work of which one piece is done at a time. */
export interface Lock {
  isHeld(): boolean;
  /** Does the work when all that asked before is done. */
  hold<T>(work: () => Promise<T>): Promise<T>;
}

export function createLock(): Lock {
  const line = createLine();
  let held = 0;
  return {
    isHeld: () => held > 0,
    async hold(work) {
      const place = line.take();
      held += 1;
      await place.turn;
      return work().finally(() => {
        held -= 1;
        place.done();
      });
    },
  };
}

/** Stops work until the answer is called; resolves when none is under way. */
export type Pause = () => Promise<() => void>;

/** Does something while other work is stopped. */
export async function whilePaused<T>(pause: Pause, work: () => Promise<T>): Promise<T> {
  const resume = await pause();
  return work().finally(resume);
}

/** A line in which work that runs side by side does one step in the order in which it began. */
export function createLine(): { take(): Place } {
  let last: Promise<void> = Promise.resolve();
  return {
    take() {
      const before = last;
      const { promise, resolve } = Promise.withResolvers<void>();
      last = before.then(() => promise);
      return { turn: before, done: resolve };
    },
  };
}
