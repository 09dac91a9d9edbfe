import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Benchmark, Figure, Section, Size, Surroundings } from './contract.ts';
import { type Lines, readLines } from './events/lines.ts';
import { webStream } from './events/web-stream.ts';
import { connect, requestHead } from './http/connection.ts';
import { postEvents, type Sent } from './http/post-events.ts';
import { type Server, startServer } from './program/server.ts';
import { watchUsage } from './program/usage.ts';
import { quantile } from './quantiles.ts';
import { number } from './show.ts';

const FLOOR = fileURLToPath(new URL('./http/floor-server.ts', import.meta.url));

const LARGE = { linesOfPost: 1000, connections: 4 };
const SMALL = { linesOfPost: 1, connections: 64 };

/** Of the events of the file so many are sent in large posts; the others are for the small ones. */
const LARGE_SHARE = 0.5;

/** The engine may be behind for so long at most. */
const DRAIN_S = 300;

interface Target {
  readonly url: string;
  readonly key: string;
}

interface Posted {
  readonly large: Sent;
  readonly small: Sent;
}

/** @param between is called between the large posts and the small ones */
async function post(
  target: Target,
  { lines, seconds }: { lines: Lines; seconds: number },
  between: (large: Sent) => Promise<void> = () => Promise.resolve(),
): Promise<Posted> {
  const split = Math.floor((lines.count * LARGE_SHARE) / LARGE.linesOfPost) * LARGE.linesOfPost;
  const base = { ...target, stream: webStream.name, lines };
  const large = await postEvents({ ...base, ...LARGE, from: 0, to: split, seconds: DRAIN_S });
  await between(large);
  const small = await postEvents({ ...base, ...SMALL, from: split, to: lines.count, seconds });
  return { large, small };
}

/** The same posts to a server that does nothing but write them down. */
async function postToFloor(around: Surroundings, lines: Lines, seconds: number): Promise<Posted> {
  const running = around.programs.runFile(FLOOR, [path.join(around.folder, 'floor.ndjson')]);
  try {
    return await post({ url: await running.firstLine, key: '-' }, { lines, seconds });
  } finally {
    await running.stop();
  }
}

const Audit = z.object({
  streams: z.array(
    z.object({ stream: z.string(), received: z.number(), lag: z.object({ bytes: z.number() }) }),
  ),
});

/** Waits until the collector's events are in the warehouse; seconds, or undefined when it took too long. */
async function drain(server: Server, events: number): Promise<number | undefined> {
  const connection = await connect(server.url);
  const head = requestHead('GET', '/api/audit', { url: server.url, key: server.apiToken });
  const began = performance.now();
  try {
    while (performance.now() - began < DRAIN_S * 1000) {
      const { body } = await connection.request(head);
      const { streams } = Audit.parse(JSON.parse(body.toString()));
      if ((streams.find(({ stream }) => stream === webStream.name)?.received ?? 0) >= events) {
        return (performance.now() - began) / 1000;
      }
      await pause(100);
    }
    return undefined;
  } finally {
    connection.close();
  }
}

function largeSection({ large }: Posted, floor: Posted, drained: number | undefined): Section {
  const rate = ({ events, seconds }: Sent): number => events / seconds;
  const caughtUp = drained === undefined ? undefined : large.events / (large.seconds + drained);
  const [ours, theirs] = [rate(large), rate(floor.large)];
  return {
    title: `collector: ${number(large.posts)} posts of 1,000 events over ${LARGE.connections} connections`,
    ratioTo: 'a bare node:http server that appends bodies to a file and syncs it',
    figures: [
      { what: 'bare server, synced', value: theirs, unit: 'events/s', ratio: 1 },
      { what: 'acknowledged, synced', value: ours, unit: 'events/s', ratio: ours / theirs },
      {
        what: 'until all of them are in the warehouse',
        value: caughtUp,
        unit: 'events/s',
        ratio: caughtUp && caughtUp / theirs,
      },
      ...latencies('a post', large, floor.large, [0.5, 0.99]),
      { what: 'answers other than 202', value: large.refused, unit: 'requests' },
    ],
  };
}

function smallSection({ small }: Posted, floor: Posted): Section {
  const rate = ({ posts, seconds }: Sent): number => posts / seconds;
  return {
    title: `collector: posts of one event over ${SMALL.connections} connections for ${number(small.seconds, 1)} s`,
    ratioTo: 'the same bare server',
    figures: [
      { what: 'bare server, synced', value: rate(floor.small), unit: 'requests/s', ratio: 1 },
      {
        what: 'acknowledged, synced',
        value: rate(small),
        unit: 'requests/s',
        ratio: rate(small) / rate(floor.small),
      },
      ...latencies('a post', small, floor.small, [0.5, 0.95, 0.99]),
      { what: 'answers other than 202', value: small.refused, unit: 'requests' },
    ],
    notes: [
      'Each connection sends its next post when it has its answer; sender and server share the processors.',
    ],
  };
}

function latencies(what: string, ours: Sent, floor: Sent, quantiles: readonly number[]): Figure[] {
  return quantiles.flatMap((q) => {
    const [own, bare] = [quantile(ours.latencies, q), quantile(floor.latencies, q)];
    const name = `p${Math.round(q * 100)} of ${what}`;
    return [
      { what: `${name}, bare server`, value: bare, unit: 'ms', ratio: 1 },
      { what: name, value: own, unit: 'ms', ratio: own / bare },
    ] as const;
  });
}

async function run(around: Surroundings, { events, rate, seconds }: Size): Promise<readonly Section[]> {
  const file = await around.files.get({ stream: webStream.name, events, rate });
  const lines = await readLines(file, events);
  around.say('posting to a bare server');
  const floor = await postToFloor(around, lines, seconds);
  const server = await startServer(around.programs, path.join(around.folder, 'collector'));
  const watch = watchUsage(server.running.pid);
  try {
    around.say('posting to the collector');
    const target = { url: server.url, key: server.collectorKey };
    let drained: number | undefined;
    const posted = await post(target, { lines, seconds }, async (large) => {
      drained = await drain(server, large.events);
    });
    const { programPeak } = watch.stop();
    const memory: Figure = {
      what: 'most memory of the program',
      value: programPeak === undefined ? undefined : programPeak / 2 ** 20,
      unit: 'MiB',
    };
    const last = smallSection(posted, floor);
    return [largeSection(posted, floor, drained), { ...last, figures: [...last.figures, memory] }];
  } finally {
    watch.stop();
    await server.stop();
  }
}

/** How fast events are taken in over HTTP, acknowledged when they are on disk. */
export const collector: Benchmark = {
  name: 'collector',
  about: 'Events over HTTP, acknowledged when they are on disk: large posts, and single events',
  size: { events: 600_000, rate: 1000, seconds: 15 },
  run,
};
