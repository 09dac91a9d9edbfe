import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';

/** Breaks a connection: what waits for an answer fails, and nothing of it keeps the process alive. */
export function breakOff(client: Client): void {
  client.connection.stream.destroy();
}

/** Ends a connection, or breaks it off when the server has not answered in time: one that hangs never does. */
export async function endOrBreak(client: Client, patienceMs: number): Promise<void> {
  const waiting = new AbortController();
  const patience = sleep(patienceMs, undefined, { signal: waiting.signal }).catch(() => {});
  await Promise.race([client.end().catch(() => {}), patience]);
  waiting.abort();
  breakOff(client);
}
