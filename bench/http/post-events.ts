import type { Lines } from '../events/lines.ts';
import { type Connection, connect, requestHead } from './connection.ts';

export interface Sending {
  readonly url: string;
  readonly key: string;
  readonly stream: string;
  readonly lines: Lines;
  /** Lines that are sent: from `from` to `to`, exclusive. */
  readonly from: number;
  readonly to: number;
  readonly linesOfPost: number;
  readonly connections: number;
  /** Nothing new is sent after so long. */
  readonly seconds: number;
}

export interface Sent {
  readonly posts: number;
  readonly events: number;
  /** Answers other than 202. */
  readonly refused: number;
  readonly seconds: number;
  /** Of each post, from the first byte sent to the last one of the answer, in milliseconds. */
  readonly latencies: readonly number[];
}

/** Posts events over kept-alive connections, each of which sends the next post when it has its answer. */
export async function postEvents(sending: Sending): Promise<Sent> {
  const { url, key, stream, lines, linesOfPost } = sending;
  const type = linesOfPost === 1 ? 'application/json' : 'application/x-ndjson';
  const head = requestHead('POST', `/v1/events/${stream}`, { url, key, type });
  const connections = await Promise.all(Array.from({ length: sending.connections }, () => connect(url)));
  const latencies: number[] = [];
  let next = sending.from;
  let events = 0;
  let refused = 0;
  const began = performance.now();
  const until = began + sending.seconds * 1000;
  const send = async (connection: Connection): Promise<void> => {
    while (next < sending.to && performance.now() < until) {
      const from = next;
      next = Math.min(from + linesOfPost, sending.to);
      const end = next;
      const sentAt = performance.now();
      const { status } = await connection.request(head, lines.body(from, end));
      latencies.push(performance.now() - sentAt);
      if (status === 202) events += end - from;
      else refused += 1;
    }
  };
  try {
    await Promise.all(connections.map(send));
  } finally {
    for (const connection of connections) connection.close();
  }
  return { posts: latencies.length, events, refused, seconds: (performance.now() - began) / 1000, latencies };
}
