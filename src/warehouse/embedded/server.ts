import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { CrosscurrentError } from '../../event/errors.ts';
import type { Cluster } from './cluster.ts';
import { diagnoseStart } from './diagnosis.ts';
import type { ServerProcess } from './process.ts';
import { startProcess } from './process.ts';

/** How the server ended: `expected` when we told it to. */
export interface ServerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly expected: boolean;
}

/** A server that accepts connections. */
export interface Server {
  readonly pid: number;
  readonly port: number;
  /** Stops it and waits until it has ended; a second call waits for the same end. */
  stop(): Promise<void>;
  /** Calls the listener once, when the server ends; soon when it has ended already. */
  onExit(listener: (exit: ServerExit) => void): void;
}

/** How long each way of stopping may take; the first was measured at 0.7 s with 256 MiB of changed buffers. */
const STOP_STEPS = [
  ['INT', 3_000],
  ['QUIT', 1_000],
  ['KILL', 1_000],
] as const;

/** Recovery after a crash replays at most some 512 MB of log; what takes longer than this is not recovery any more. */
const READY_MS = 120_000;

/**
 * Failures that pass: between finding a free port and the server's taking it somebody else may, and the processes of a
 * killed server need a moment to let go of its memory.
 */
const PASSING =
  /could not bind .*address|could not create any TCP\/IP sockets|shared memory block .* is still in use/i;
const TRIES = 20;
const BETWEEN_TRIES_MS = 100;

/** A port that is free on loopback right now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/** Waits for a promise for some time. @returns undefined when the time was up first */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  const waiting = new AbortController();
  const timeout = sleep(ms, undefined, { signal: waiting.signal }).catch(() => undefined);
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    waiting.abort();
  }
}

async function stopProcess(server: ServerProcess): Promise<void> {
  for (const [signal, patience] of STOP_STEPS) {
    server.signal(signal);
    if ((await within(patience, server.ended)) !== undefined) return;
  }
}

/** The running server over its process. */
function runningServer(child: ServerProcess, pid: number, port: number): Server {
  let stopping: Promise<void> | undefined;
  // A program that ends without stop() must not leave its server behind; a killed one has the kernel do this.
  const lastWord = (): void => child.signal('INT');
  process.once('exit', lastWord);
  const exit = child.ended.then((end): ServerExit => {
    process.removeListener('exit', lastWord);
    return { ...end, expected: stopping !== undefined };
  });
  return {
    pid,
    port,
    stop() {
      stopping ??= stopProcess(child);
      return stopping;
    },
    onExit(listener) {
      void exit.then(listener);
    },
  };
}

/**
 * Starts the server of a cluster that nobody else uses, on a port of 127.0.0.1, and waits until it accepts connections.
 * @param onLog is given each line that the server logs
 * @param wantedPort a free one when it is not given
 * @throws CrosscurrentError warehouse_unavailable, with the reason that the server's log gives
 */
export async function startServer(
  cluster: Cluster,
  onLog: (line: string) => void,
  wantedPort?: number,
): Promise<Server> {
  for (let tries = 1; ; tries++) {
    const port = wantedPort ?? (await freePort());
    const child = startProcess(cluster, port, onLog);
    const ready = await within(READY_MS, child.ready);
    if (ready && child.pid !== undefined) return runningServer(child, child.pid, port);
    if (ready === undefined) {
      await stopProcess(child);
      throw new CrosscurrentError(
        'warehouse_unavailable',
        `PostgreSQL was not ready within ${READY_MS / 1000} s.`,
        'Start again with --verbose to see what it does; a disk as slow as this cannot carry a warehouse.',
      );
    }
    if (!PASSING.test(child.output()) || tries === TRIES) {
      throw diagnoseStart(child.output(), 'PostgreSQL did not start');
    }
    await sleep(BETWEEN_TRIES_MS);
  }
}
