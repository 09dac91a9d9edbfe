import type { FarLake } from '../../lake/contract.ts';
import type { DuckDBConnection } from './database.ts';
import { filesRead } from './lake-source.ts';

/** Does work that needs files of a lake elsewhere, at once or until it can be done. */
export type Patience = <T>(work: () => Promise<T>) => Promise<T>;

const atOnce: Patience = (work) => work();

/**
 * The same connection, whose statements find the lake files that they read: they are brought before, and stay until the
 * statement has ended. Whoever reads the lake need not know where it is. An answer that is streamed reads on, so that its
 * files stay until the next statement of the connection, or its end.
 */
export function bringFarFiles(
  connection: DuckDBConnection,
  lake: { readonly folder: string; readonly far: FarLake },
  patiently: Patience = atOnce,
): DuckDBConnection {
  const run = connection.run.bind(connection);
  const stream = connection.stream.bind(connection);
  const interrupt = connection.interrupt.bind(connection);
  const close = connection.closeSync.bind(connection);
  let letGo = (): void => undefined;
  let giveUp = (): void => undefined;

  /** Files that come when nobody waits any more are let go at once. */
  const bring = (files: readonly string[]): Promise<() => void> => {
    const { promise, resolve, reject } = Promise.withResolvers<() => void>();
    let isOver = false;
    giveUp = () => {
      isOver = true;
      reject(new Error('INTERRUPT Error: interrupted while lake files were brought'));
    };
    patiently(() => {
      if (isOver) return Promise.reject(new Error('nobody waits for these files'));
      return lake.far.bring(files);
    }).then((release) => (isOver ? release() : resolve(release)), reject);
    return promise.finally(() => {
      giveUp = () => undefined;
    });
  };

  /** Has the files of a statement from here on. */
  const prepare = async (sql: string): Promise<void> => {
    letGo();
    letGo = () => undefined;
    const files = filesRead(sql, lake.folder);
    if (files.length === 0) return;
    const release = await bring(files);
    letGo = () => {
      letGo = () => undefined;
      release();
    };
  };

  // `runAndReadAll` comes by here, too.
  connection.run = async (sql, ...bound) => {
    await prepare(sql);
    return run(sql, ...bound).finally(() => letGo());
  };
  connection.stream = async (sql, ...bound) => {
    await prepare(sql);
    return stream(sql, ...bound);
  };
  connection.interrupt = () => {
    giveUp();
    interrupt();
  };
  connection.closeSync = () => {
    giveUp();
    letGo();
    close();
  };
  return connection;
}
