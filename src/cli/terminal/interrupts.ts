export type InterruptSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** How a user or the system asks the program to end. */
export interface Interrupts {
  /** Calls the listener at each such signal; returns how to stop that. */
  listen(listener: (signal: InterruptSignal) => void): () => void;
  /** Ends the process at once. */
  exitNow(code: number): void;
}

const SIGNALS: readonly InterruptSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Exit codes as shells give them: 128 and the signal's number. */
export const INTERRUPT_EXITS: Readonly<Record<InterruptSignal, number>> = {
  SIGINT: 130,
  SIGTERM: 143,
  SIGHUP: 129,
};

/** One Ctrl-C in a terminal can arrive several times: from the terminal and from npm. */
const SAME_MS = 300;

/** The signals of this process. */
export const processInterrupts: Interrupts = {
  listen: (listener) => {
    let last = Number.NEGATIVE_INFINITY;
    const handlers = SIGNALS.map((signal) => {
      const handler = (): void => {
        const now = performance.now();
        const repeated = now - last < SAME_MS;
        last = now;
        if (!repeated) listener(signal);
      };
      process.on(signal, handler);
      return { signal, handler };
    });
    return () => {
      for (const { signal, handler } of handlers) process.off(signal, handler);
    };
  },
  exitNow: (code) => process.exit(code),
};
