import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../event/clock.ts';
import { CrosscurrentError } from '../../event/errors.ts';
import type { SimulatedLine } from '../../stream/simulator.ts';
import type { Lines, OnLines } from './plan.ts';

export interface Collector {
  /** `http://host:4100`, or the whole address of the route. */
  readonly url: string;
  readonly key: string;
  readonly stream: string;
}

const MAX_LINES = 1000;
const PAUSE_MS = 100;
const LONGEST_WAIT_S = 60;

/** The route of a stream below a bare address; an address with a path stays as it is. */
export function collectorAddress(url: string, stream: string): string {
  const address = new URL(url);
  if (address.pathname === '/') address.pathname = `/v1/events/${encodeURIComponent(stream)}`;
  return address.href;
}

function refused(address: string, status: number, text: string): CrosscurrentError {
  if (status === 401 || status === 403) {
    return new CrosscurrentError(
      'not_signed_in',
      `${address} refused the collector key.`,
      'Give the right one with --key; `crosscurrent secret collector-key` prints it.',
    );
  }
  const shown = text.replaceAll(/\s+/g, ' ').slice(0, 200);
  return new CrosscurrentError(
    'bad_call',
    `${address} answered HTTP ${status}: ${shown}`,
    'Check the address after --out.',
  );
}

/** Posts NDJSON; waits and posts it again for as long as the collector asks senders to wait. */
async function post(collector: Collector, body: string, signal: AbortSignal): Promise<void> {
  const address = collectorAddress(collector.url, collector.stream);
  const headers = { authorization: `Bearer ${collector.key}`, 'content-type': 'application/x-ndjson' };
  for (;;) {
    const response = await fetch(address, { method: 'POST', headers, body, signal }).catch(
      (error: unknown) => {
        if (signal.aborted) throw error;
        throw new CrosscurrentError(
          'bad_call',
          `${address} cannot be reached.`,
          'Check the address after --out, and that it runs.',
          {
            cause: error,
          },
        );
      },
    );
    const text = await response.text();
    if (response.ok) return;
    if (response.status !== 429 && response.status !== 503) throw refused(address, response.status, text);
    const seconds = Number(response.headers.get('retry-after') ?? 1);
    await sleep(Math.min(LONGEST_WAIT_S, seconds > 0 ? seconds : 1) * 1000, undefined, { signal });
  }
}

/** Sends lines to a collector, each not before its time has come; those of the past at once. */
export async function simulateToCollector(
  lines: Lines,
  target: { readonly collector: Collector; readonly count: number; readonly clock: Clock },
  onLines: OnLines,
  signal: AbortSignal,
): Promise<void> {
  const { collector, count, clock } = target;
  let next: SimulatedLine = lines.next().value;
  for (let sent = 0; sent < count; ) {
    const due: string[] = [];
    const now = clock.now();
    while (next.at <= now && due.length < MAX_LINES && sent + due.length < count) {
      due.push(next.line);
      next = lines.next().value;
    }
    if (due.length > 0) await post(collector, `${due.join('\n')}\n`, signal);
    sent += due.length;
    onLines(sent);
    // Full posts follow each other at once; then there is a pause in which lines gather.
    if (due.length < MAX_LINES && sent < count) await sleep(PAUSE_MS, undefined, { signal });
  }
}
