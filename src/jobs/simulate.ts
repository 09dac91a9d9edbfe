import { z } from 'zod';
import type { Clock } from '../event/clock.ts';
import type { Log } from '../log/contract.ts';
import type { Stream } from '../stream/define.ts';
import type { SimulatedLine } from '../stream/simulator.ts';
import { appendPatiently, pause } from './append-patiently.ts';
import { findStream } from './find-stream.ts';
import type { Job } from './host/guests.ts';

/** The source under which simulated events are counted, so that they can be told apart and removed. */
export const SIMULATOR_SOURCE = 'simulator';

/** How often lines that are due are appended, in milliseconds. */
const TICK_MS = 250;

/** Lines of one append when there is no clock to wait for. */
const CHUNK_LINES = 5_000;

const Arguments = z.object({
  stream: z.string(),
  rate: z.number().positive(),
  seed: z.number().int(),
  count: z.number().int().positive().optional(),
  start: z.number().optional(),
  out: z.literal('log').optional(),
});

export interface SimulateContext {
  readonly catalogue: readonly Stream[];
  readonly log: Log;
  readonly clock: Clock;
  /** Resolves when the log is in the warehouse. */
  readonly drained: () => Promise<void>;
}

/** Simulates into the log: in real time, or, with a `start` in the past, at once until the clock is reached. */
export function simulateJob(context: SimulateContext): Job {
  return async (args, onProgress, signal) => {
    const { stream: name, rate, seed, count, start } = Arguments.parse(args);
    const stream = findStream(context.catalogue, name);
    const started = context.clock.now();
    const lines = stream.simulator({ seed, rate, start: start ?? started });
    let events = 0;
    await feedLog(
      context,
      { stream: stream.name, lines, limit: count ?? Number.POSITIVE_INFINITY, signal },
      (sent) => {
        events = sent;
        onProgress({ events, totalEvents: count ?? null, seconds: (context.clock.now() - started) / 1000 });
      },
    );
    await context.drained();
    return { stream: stream.name, events, seconds: (context.clock.now() - started) / 1000 };
  };
}

export interface Feed {
  readonly stream: string;
  readonly lines: Generator<SimulatedLine, never, void>;
  readonly limit: number;
  readonly signal: AbortSignal;
}

/**
 * Appends simulated lines when they are due: those of the past at once, the others as the clock
 * reaches them. Waits while the log is full.
 */
export async function feedLog(
  context: Pick<SimulateContext, 'log' | 'clock'>,
  feed: Feed,
  onSent: (events: number) => void,
): Promise<void> {
  let sent = 0;
  let waiting: SimulatedLine | null = null;
  while (sent < feed.limit && !feed.signal.aborted) {
    const now = context.clock.now();
    const due: string[] = [];
    while (due.length < CHUNK_LINES && sent + due.length < feed.limit) {
      const next: SimulatedLine = waiting ?? feed.lines.next().value;
      waiting = null;
      if (next.at > now) {
        waiting = next;
        break;
      }
      due.push(next.line);
    }
    if (due.length > 0) {
      await appendPatiently(context.log, { stream: feed.stream, source: SIMULATOR_SOURCE }, due, feed.signal);
      sent += due.length;
      onSent(sent);
    }
    if (due.length < CHUNK_LINES && sent < feed.limit) await pause(TICK_MS, feed.signal);
  }
}
