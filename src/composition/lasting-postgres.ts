import { setTimeout as sleep } from 'node:timers/promises';
import { describeError } from '../event/errors.ts';
import {
  type Connection,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '../warehouse/embedded/start.ts';

/** An embedded PostgreSQL that comes back when it ends without having been told to. */
export interface LastingPostgres {
  /** Stays the same. */
  readonly connection: Connection;
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Starts the embedded PostgreSQL, and again at the same address whenever it ends unexpectedly: killed for want of
 * memory, or with a full disk. It is tried until it works, because events are safe in the log meanwhile, and what ails
 * it may pass or be mended (D7).
 * @param onStep is told, in words, that it ended, why it cannot be started, and that it is back
 * @throws CrosscurrentError warehouse_unavailable, when it cannot be started the first time
 */
export async function startLastingPostgres(
  options: EmbeddedPostgresOptions,
  onStep: (words: string) => void,
): Promise<LastingPostgres> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let server = await startEmbeddedPostgres(options);
  const { connection } = server;
  let coming: Promise<void> = Promise.resolve();

  const watch = (watched: EmbeddedPostgres): void =>
    watched.onExit(({ expected }) => {
      if (expected || signal.aborted) return;
      onStep('PostgreSQL ended unexpectedly and is started again; what arrives meanwhile waits in the log.');
      coming = comeBack();
    });

  const comeBack = async (): Promise<void> => {
    let told = '';
    for (let pause = FIRST_PAUSE_MS; !signal.aborted; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      try {
        server = await startEmbeddedPostgres({ ...options, port: connection.port });
        watch(server);
        onStep('PostgreSQL is back.');
        return;
      } catch (error) {
        const words = describeError(error);
        if (words !== told) onStep(`${words} It is tried again until it works.`);
        told = words;
        await sleep(pause, undefined, { signal }).catch(() => undefined);
      }
    }
  };

  watch(server);
  return {
    connection,
    async stop() {
      stopping.abort();
      await coming;
      await server.stop();
    },
  };
}
