/** Seconds of processor time that a measurement takes at least. */
const LEAST_SECONDS = 1;
const ROUNDS = 3;

/**
 * How many of `items` a function takes in a second of one core: processor time of this process, the best of three rounds
 * after one that warms it up. Collecting garbage counts, on whatever thread.
 */
export function ratePerCore<T>(items: readonly T[], use: (item: T) => unknown): number {
  let best = 0;
  for (let round = 0; round <= ROUNDS; round += 1) {
    const before = process.cpuUsage();
    let done = 0;
    let seconds = 0;
    do {
      for (const item of items) use(item);
      done += items.length;
      const { user, system } = process.cpuUsage(before);
      seconds = (user + system) / 1e6;
    } while (seconds < LEAST_SECONDS);
    if (round > 0) best = Math.max(best, done / seconds);
  }
  return best;
}
