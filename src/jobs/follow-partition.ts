/** Work on a partition that goes on until it is stopped. */
export interface PartitionWork {
  /** Nothing new is begun; resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

/** What the work on a partition is told while it runs. */
export interface Following {
  /** Whether it is to come to an end. */
  stopped(): boolean;
  /** Waits for so many milliseconds, or until it is stopped. */
  pause(ms: number): Promise<void>;
}

export interface PartitionFollower {
  /** Follows the partition until it is stopped or something fails; then nothing of it may be under way any more. */
  readonly follow: (following: Following) => Promise<void>;
  /** Told why it failed; it begins again after a moment. */
  readonly onFailed: (error: unknown) => void;
}

const RETRY_MS = 500;

/** Runs the work on a partition, again and again when it fails. */
export function followPartition({ follow, onFailed }: PartitionFollower): PartitionWork {
  let over = false;
  let wake = (): void => undefined;
  const following: Following = {
    stopped: () => over,
    pause: (ms) =>
      new Promise((resolve) => {
        if (over) resolve();
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
  const loop = (async () => {
    while (!over) {
      try {
        await follow(following);
      } catch (error) {
        if (over) return;
        onFailed(error);
        await following.pause(RETRY_MS);
      }
    }
  })();
  return {
    async stop() {
      over = true;
      wake();
      await loop;
    },
  };
}
