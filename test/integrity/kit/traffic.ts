import fc from 'fast-check';
import type { Line } from '../fold/lines.ts';
import { webEvent } from '../fold/web-events.ts';
import type { WebFact } from '../fold/web-facts.ts';
import { post } from './collector.ts';

/** Midnight before the events of all faults; long past, so that no clock matters. */
export const TRAFFIC_DAY = Date.UTC(2025, 2, 3);

/** Web events with ids of their own, the same for the same seed. */
export function* webTraffic(seed: number): Generator<Line<WebFact>, never, void> {
  for (let serial = 0; ; ) {
    for (const place of fc.sample(webEvent, { numRuns: 500, seed: seed + serial })) {
      serial += 1;
      yield place({ prefix: `t${seed}-${serial}`, base: TRAFFIC_DAY });
    }
  }
}

export function take<T>(from: Generator<T, never, void>, count: number): T[] {
  return Array.from({ length: count }, () => from.next().value);
}

/** Where events go at the moment; null while there is nobody. */
export interface Target {
  url: string | null;
  key: string;
}

/** A client that sends again whatever was not acknowledged. */
export interface Sender {
  /** Everything that was acknowledged, and what it means. */
  readonly acknowledged: readonly WebFact[];
  /** Status codes and failures, by how often. */
  readonly answers: ReadonlyMap<string, number>;
  /** Makes no new batches, and resolves when all are acknowledged. */
  finish(): Promise<void>;
}

/** Sends batches one after the other until it is to finish, with a pause between them. */
export function startSender(
  target: Target,
  traffic: Generator<Line<WebFact>, never, void>,
  { batchLines, pauseMs = 5 }: { readonly batchLines: number; readonly pauseMs?: number },
): Sender {
  const acknowledged: WebFact[] = [];
  const answers = new Map<string, number>();
  let finishing = false;
  const note = (answer: string): void => {
    answers.set(answer, (answers.get(answer) ?? 0) + 1);
  };
  const send = async (batch: readonly Line<WebFact>[]): Promise<boolean> => {
    const { url, key } = target;
    if (url === null) return false;
    try {
      const { status } = await post(
        { url, key },
        'web-behaviour',
        batch.map((line) => line.text),
      );
      note(String(status));
      return status === 202;
    } catch (error) {
      note(error instanceof Error ? error.message : String(error));
      return false;
    }
  };
  const work = (async () => {
    while (!finishing) {
      const batch = take(traffic, batchLines);
      while (!(await send(batch))) await pause(30);
      for (const { outcome } of batch) if ('fact' in outcome) acknowledged.push(outcome.fact);
      await pause(pauseMs);
    }
  })();
  return {
    acknowledged,
    answers,
    finish() {
      finishing = true;
      return work;
    },
  };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Asks again and again, until it is so. */
export async function until(what: string, isSo: () => Promise<boolean>, patienceMs = 120_000): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`it never came to pass: ${what}`);
    await pause(50);
  }
}
