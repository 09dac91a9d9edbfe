import type { Engine } from '../engine/contract.ts';
import { pause } from './append-patiently.ts';
import type { Tail } from './tail.ts';

export interface TakenInContext {
  readonly tail: Pick<Tail, 'drained' | 'lag'>;
  readonly engine: Pick<Engine, 'settle'>;
  /** Whether DuckDB takes the topics in, here or in workers. Nobody can wait for other engines. */
  readonly soleReader: boolean;
  /** After so long without a single event taken in, nobody is there who does; in milliseconds. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 20_000;

const LOOK_MS = 500;

/**
 * Waits until what was sent to Kafka is in the warehouse, distinct counts and sessions included.
 * @returns false when nobody takes it in, or when other engines do
 */
export async function takenIn(
  { tail, engine, soleReader, patienceMs = PATIENCE_MS }: TakenInContext,
  stream: string,
  signal: AbortSignal,
): Promise<boolean> {
  if (!soleReader) return false;
  const drained = tail.drained().then(() => true);
  // Who gives up does not hear of it any more.
  drained.catch(() => undefined);
  let least = Number.POSITIVE_INFINITY;
  let movedAt = performance.now();
  for (;;) {
    signal.throwIfAborted();
    if (await Promise.race([drained, pause(LOOK_MS, signal).then(() => false)])) break;
    const waiting = tail.lag(stream).events ?? 0;
    if (waiting < least) movedAt = performance.now();
    least = Math.min(least, waiting);
    if (performance.now() - movedAt > patienceMs) return false;
  }
  const settled = engine.settle(stream);
  settled.catch(() => undefined);
  await Promise.race([settled, ending(signal)]);
  signal.throwIfAborted();
  return true;
}

function ending(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
