import type { Clock } from '../event/clock.ts';
import type { Log, SourceName } from '../log/contract.ts';
import type { Warehouse } from '../warehouse/contract.ts';
import type { Lag, Tail } from './tail.ts';

/** Something that takes the topics into the warehouse until it is closed. */
export interface Bringing {
  close(): Promise<void>;
}

export interface TopicTailOptions {
  readonly log: Log;
  readonly warehouse: Pick<Warehouse, 'offsets'>;
  readonly clock: Clock;
  readonly streams: ReadonlySet<string>;
  /** Begins to take the topics into the warehouse; null where other processes do. */
  readonly bring: (() => Promise<Bringing>) | null;
  /** Begin at once, not only when somebody waits for it. */
  readonly eager: boolean;
  /**
   * Whether DuckDB brings the topics in, here or in workers. Else other engines read them too, so that nobody can wait
   * for them and nothing may be forgotten yet.
   */
  readonly soleReader: boolean;
  readonly onError: (error: unknown) => void;
}

/** How often the offsets in the warehouse are looked at, in milliseconds, and while somebody waits for them. */
const LOOK_MS = 1_000;
const WAIT_MS = 100;

/** Ends of a partition that are remembered, to tell how long something has waited. */
const MAX_SAMPLES = 600;

/** A partition ended there at that moment. */
interface Sample {
  readonly at: number;
  readonly end: bigint;
}

/**
 * Watches how far the warehouse is behind a log of partitions, whichever process takes it in; this one may. What was
 * committed is told to the log.
 */
export function tailTopics(options: TopicTailOptions): Tail {
  const { log, clock } = options;
  let committed = new Map<string, bigint>();
  const samples = new Map<string, Sample[]>();
  let bringing: Promise<Bringing | null> | null = null;
  let closed = false;

  const begin = (): Promise<Bringing | null> => {
    bringing ??= options.bring?.() ?? Promise.resolve(null);
    bringing.catch(options.onError);
    return bringing;
  };

  const own = (): SourceName[] => log.sources().filter(({ stream }) => options.streams.has(stream));
  const doneOf = (name: SourceName): bigint => committed.get(keyOf(name)) ?? 0n;

  const look = async (): Promise<void> => {
    const offsets = await options.warehouse.offsets();
    committed = new Map(offsets.map((one) => [keyOf(one), one.offset]));
    for (const name of own()) {
      const done = doneOf(name);
      const next = { at: clock.now(), end: log.end(name.stream, name.source), done };
      samples.set(keyOf(name), sampled(samples.get(keyOf(name)) ?? [], next));
      if (options.soleReader) await log.truncateBefore(name.stream, name.source, done);
    }
  };

  const lookOn = async (): Promise<void> => {
    while (!closed) {
      try {
        await look();
      } catch (error) {
        if (!closed) options.onError(error);
      }
      await pause(LOOK_MS);
    }
  };
  const looking = lookOn();
  if (options.eager) void begin().catch(() => undefined);

  return {
    lag(stream): Lag {
      let events = 0n;
      let seconds = 0;
      for (const name of own()) {
        if (name.stream !== stream) continue;
        const behind = log.end(name.stream, name.source) - doneOf(name);
        if (behind <= 0n) continue;
        events += behind;
        const oldest = samples.get(keyOf(name))?.find(({ end }) => end > doneOf(name));
        if (oldest !== undefined) seconds = Math.max(seconds, (clock.now() - oldest.at) / 1000);
      }
      return { bytes: 0, events: Number(events), seconds };
    },
    async drained() {
      if (!options.soleReader) return;
      const goals = own().map((name) => ({ name, end: log.end(name.stream, name.source) }));
      await begin();
      for (;;) {
        await look();
        if (closed || goals.every(({ name, end }) => doneOf(name) >= end)) return;
        await pause(WAIT_MS);
      }
    },
    async close() {
      closed = true;
      await (await bringing?.catch(() => null))?.close();
      await looking;
    },
  };
}

function keyOf({ stream, source }: SourceName): string {
  return `${stream}/${source}`;
}

/** With one more sample, without those that are done; of too many every second one goes. */
function sampled(samples: readonly Sample[], next: Sample & { done: bigint }): Sample[] {
  const { done, at, end } = next;
  const waiting = samples.filter((sample) => sample.end > done);
  if (end > done && end !== waiting.at(-1)?.end) waiting.push({ at, end });
  return waiting.length > MAX_SAMPLES ? waiting.filter((_, i) => i % 2 === 0) : waiting;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
