import { FutureEvents } from './future-events.ts';
import type { Random } from './random.ts';
import type { SimulatedLine } from './simulator.ts';

/** At most about this many repeats wait at a time, so that memory stays bounded at any rate. */
const MAX_WAITING = 40_000;

type Lines = Generator<SimulatedLine, never, void>;

/**
 * Sends a share of the lines a second time, byte for byte, after a delay: uniform from 1 to 9 minutes.
 * At rates where more than 40,000 would have to wait, the delays shrink in proportion.
 * `rate` is the mean rate of `lines`, events per second.
 */
export function* withDuplicates(
  lines: Lines,
  random: Random,
  { share, rate }: { share: number; rate: number },
): Lines {
  const shrink = Math.min(1, MAX_WAITING / (share * rate * 300));
  const repeats = new FutureEvents<string>();
  for (;;) {
    const next = lines.next().value;
    for (let at = repeats.nextAt; at <= next.at; at = repeats.nextAt) {
      const line = repeats.pop();
      if (line !== undefined) yield { at, line };
    }
    yield next;
    if (random.uniform() < share) {
      repeats.schedule(next.at + Math.ceil(shrink * random.between(60_000, 540_000)), next.line);
    }
  }
}

/**
 * Breaks a share of the lines, in the ways sources do: cut short, an error page instead of an event, no id,
 * an unusable event time. Each must be rejected. The lines are JSON objects with a text `id` and the field `time`.
 */
export function* withDamage(
  lines: Lines,
  random: Random,
  { share, time }: { share: number; time: RegExp },
): Lines {
  for (;;) {
    const { at, line } = lines.next().value;
    yield { at, line: random.uniform() < share ? damaged(line, random, time) : line };
  }
}

const ID = /"id":"[^"]*",/;
const BAD_TIMES = ['""', '"yesterday"', '"0000-00-00 00:00:00"', 'null', '{}'];
const NO_EVENTS = [
  '502 Bad Gateway',
  '<html><body>upstream timed out</body></html>',
  '[]',
  '"ping"',
  '{"id":',
];

function damaged(line: string, random: Random, time: RegExp): string {
  switch (random.int(0, 4)) {
    case 0:
    case 1:
      return line.slice(0, random.int(2, line.length - 2));
    case 2:
      return line.replace(ID, '');
    case 3:
      return line.replace(time, (field) => field.slice(0, field.indexOf(':') + 1) + random.pick(BAD_TIMES));
    default:
      return random.pick(NO_EVENTS);
  }
}
