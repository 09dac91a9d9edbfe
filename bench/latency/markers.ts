import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { webStream } from '../events/web-stream.ts';
import { connect, requestHead } from '../http/connection.ts';
import type { Server } from '../program/server.ts';

/** A product that nobody else looks at: the number of its views is the number of events that were sent for it. */
export const MARKED_PRODUCT = 'looked-for';

const EVERY_MS = 1000;

/** Sends one event a second; when each was acknowledged, in epoch milliseconds. */
export async function sendMarkers(server: Server, count: number): Promise<number[]> {
  const connection = await connect(server.url);
  const { url, collectorKey: key } = server;
  const head = requestHead('POST', `/v1/events/${webStream.name}`, { url, key, type: 'application/json' });
  const acknowledged: number[] = [];
  try {
    for (let sent = 0; sent < count; sent += 1) {
      const next = pause(EVERY_MS);
      const { status, body } = await connection.request(head, Buffer.from(JSON.stringify(marker())));
      acknowledged.push(Date.now());
      if (status !== 202)
        throw new Error(`the collector answered ${status}: ${body.toString().slice(0, 300)}`);
      await next;
    }
  } finally {
    connection.close();
  }
  return acknowledged;
}

function marker(): object {
  return {
    ...webStream.example,
    id: randomUUID(),
    product_id: MARKED_PRODUCT,
    time_stamp: Math.floor(Date.now() / 1000),
  };
}

/** Today and tomorrow, so that a midnight in between does not matter. */
export function twoDays(): { from: string; to: string } {
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  return { from: day(Date.now()), to: day(Date.now() + 86_400_000) };
}
