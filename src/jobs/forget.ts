import { z } from 'zod';
import type { Forgetting } from '../engine/contract.ts';
import type { Clock } from '../event/clock.ts';
import { CrosscurrentError } from '../event/errors.ts';
import type { Log } from '../log/contract.ts';
import type { Stream } from '../stream/define.ts';
import type { Revisions } from '../stream/revisions.ts';
import type { Warehouse } from '../warehouse/contract.ts';
import { appendPatiently } from './append-patiently.ts';
import { findStream } from './find-stream.ts';
import type { Job } from './host/guests.ts';

/** The source under which deletions of everything of a person are counted. */
export const FORGET_SOURCE = 'forget';

/** Events that came while others were being deleted are looked for so often; the sender does not stop otherwise. */
const MOST_ROUNDS = 5;

const Arguments = z.object({ person: z.string().min(1), stream: z.string().optional() });

export interface ForgetContext {
  readonly catalogue: readonly Stream[];
  readonly warehouse: Warehouse;
  readonly engine: Forgetting;
  readonly log: Log;
  readonly clock: Clock;
  /** Resolves when the log is in the warehouse. */
  readonly drained: () => Promise<void>;
}

interface Forgotten {
  readonly stream: string;
  /** Events that were there and are gone. */
  readonly events: number;
  readonly deadLetters: number;
}

type Revised = Stream & { readonly revisions: Revisions };

/**
 * Deletes all that a person has sent (R1): each event by a deletion of its own, so that it does not come back either,
 * then the dead letters, and what the lake and the log still hold of them.
 */
export function forgetJob(context: ForgetContext): Job {
  return async (args, onProgress, signal) => {
    const { person, stream } = Arguments.parse(args);
    const streams: Forgotten[] = [];
    let done = 0;
    for (const one of revisedStreams(context.catalogue, stream)) {
      const onEvents = (events: number): void => onProgress({ events: done + events, totalEvents: null });
      const forgotten = await forgetPerson(context, one, { person, onEvents, signal });
      streams.push(forgotten);
      done += forgotten.events;
    }
    return { person, streams };
  };
}

function revisedStreams(catalogue: readonly Stream[], name: string | undefined): Revised[] {
  const chosen = name === undefined ? catalogue : [findStream(catalogue, name)];
  const revised = chosen.filter((stream): stream is Revised => stream.revisions !== undefined);
  if (revised.length > 0) return revised;
  throw new CrosscurrentError(
    'bad_call',
    `${name === undefined ? 'No stream' : `The stream ${name}`} says whose its events are.`,
    'Events can be forgotten in streams that declare `revisions`.',
  );
}

interface Work {
  readonly person: string;
  readonly onEvents: (events: number) => void;
  readonly signal: AbortSignal;
}

async function forgetPerson(
  { engine, warehouse, log, drained, ...context }: ForgetContext,
  stream: Revised,
  { person, onEvents, signal }: Work,
): Promise<Forgotten> {
  let events = 0;
  // What was acknowledged before has to go, too.
  await drained();
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = events;
    await engine.eventsOf(stream.name, person, async (ids) => {
      signal.throwIfAborted();
      const lines = ids.map((id) => deletion(stream, id, context.clock.now()));
      await appendPatiently(log, { stream: stream.name, source: FORGET_SOURCE }, lines, signal);
      events += ids.length;
      onEvents(events);
    });
    if (events === before) break;
    await drained();
    signal.throwIfAborted();
  }
  const letters = await warehouse.deadLetters.forgetPerson(stream.name, person);
  const further = await engine.forgetLetters(stream.name, person);
  // A segment of the log that is written to ends with the first call, and goes with the second.
  await log.forgetCommitted(stream.name);
  await drained();
  await log.forgetCommitted(stream.name);
  await engine.compact(stream.name);
  return { stream: stream.name, events, deadLetters: letters + further };
}

/** Nothing in it says whose the event was. */
function deletion({ id, eventTime, revisions }: Revised, of: string, now: number): string {
  return JSON.stringify({ [id]: of, [eventTime]: now, [revisions.deleted]: true });
}
