import net from 'node:net';

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** A kept-alive HTTP/1.1 connection for one request at a time: a sender that costs as little as it can. */
export interface Connection {
  /** @param head request line and headers, each ended by `\r\n`, without content-length */
  request(head: string, body?: Buffer): Promise<Answer>;
  /** Whether one side has hung up; a server does so when nothing was asked for some seconds. */
  readonly closed: boolean;
  close(): void;
}

const NOTHING = Buffer.alloc(0);

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** Connects to a server on this machine. */
export async function connect(url: string): Promise<Connection> {
  const { hostname, port } = new URL(url);
  const socket = net.connect(Number(port), hostname);
  socket.setNoDelay(true);
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let received: Buffer = NOTHING;
  let waiting: Waiting | undefined;
  const fail = (): void => {
    waiting?.reject(new Error('The server hung up.'));
    waiting = undefined;
  };
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const answer = readAnswer(received);
    if (answer === undefined) return;
    received = NOTHING;
    const { resolve } = waiting ?? {};
    waiting = undefined;
    resolve?.(answer);
  });
  socket.on('error', fail).on('close', fail);
  return {
    request: (head, body = NOTHING) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) {
          reject(new Error('The connection is closed.'));
          return;
        }
        waiting = { resolve, reject };
        socket.cork();
        socket.write(`${head}content-length: ${body.length}\r\n\r\n`, 'latin1');
        if (body.length > 0) socket.write(body);
        socket.uncork();
      }),
    get closed() {
      return socket.destroyed || socket.readyState !== 'open';
    },
    close: () => socket.destroy(),
  };
}

/** The whole answer, or undefined while some of it is missing. */
function readAnswer(received: Buffer): Answer | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = received.toString('latin1', 0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`An answer has no length: ${head.slice(0, 200)}`);
  const bodyEnd = end + 4 + Number(length);
  if (received.length < bodyEnd) return undefined;
  return { status: Number(head.slice(9, 12)), body: received.subarray(end + 4, bodyEnd) };
}

/** Request line and headers of a request with a token or a key. */
export function requestHead(
  method: 'GET' | 'POST',
  target: string,
  options: { url: string; key: string; type?: string },
): string {
  const { host } = new URL(options.url);
  const type = options.type === undefined ? '' : `content-type: ${options.type}\r\n`;
  return `${method} ${target} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${options.key}\r\n${type}`;
}
