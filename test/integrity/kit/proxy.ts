import { createConnection, createServer, type Socket } from 'node:net';

/** Stands between the program and its PostgreSQL, and can be shut. */
export interface TcpProxy {
  readonly port: number;
  /** Breaks all connections and takes no new ones, until `open`. */
  shut(): Promise<void>;
  open(): Promise<void>;
  /** Loses the answers to so many commits behind the next few: they reach the server, and then the connection breaks. */
  loseCommits(count: number, behind?: number): void;
  /** How many are still to be lost. */
  readonly toLose: number;
  close(): Promise<void>;
}

/** `COMMIT` as a message of the simple query protocol: Q, its length, the text and a zero. */
const COMMIT = Buffer.from('Q\0\0\0\x0bCOMMIT\0', 'latin1');

/** Listens on a free port of loopback and hands everything on to another. */
export async function startProxy(to: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let toLose = 0;
  let toPass = 0;
  const server = createServer((client) => {
    const upstream = createConnection(to, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (chunk: Buffer) => {
      const isCommit = toLose > 0 && chunk.includes(COMMIT);
      if (isCommit && toPass > 0) toPass -= 1;
      else if (isCommit) {
        toLose -= 1;
        upstream.unpipe(client);
        // The server's answer comes when it has committed; nobody hears it.
        upstream.once('data', () => client.destroy()).resume();
      }
      upstream.write(chunk);
    });
    upstream.pipe(client);
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve());
    });
  await listen(0);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const shut = (): Promise<void> =>
    new Promise((resolve) => {
      if (server.listening) server.close(() => resolve());
      else resolve();
      for (const socket of sockets) socket.destroy();
    });
  return {
    port,
    shut,
    open: () => listen(port),
    loseCommits(count, behind = 0) {
      toLose = count;
      toPass = behind;
    },
    get toLose() {
      return toLose;
    },
    close: shut,
  };
}
