/** A place in a line: `turn` resolves when all before it are done. */
export interface Place {
  readonly turn: Promise<void>;
  /** Lets the next one go; may be called again. */
  done(): void;
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
