import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../src/warehouse/embedded/start.ts';
import type { Benchmark, Section, Size, Surroundings } from './contract.ts';
import { type Lines, readLines } from './events/lines.ts';
import { webStream } from './events/web-stream.ts';
import { postEvents } from './http/post-events.ts';
import { outputOf } from './program/programs.ts';
import { type Server, startServer } from './program/server.ts';
import { connectWarehouse } from './program/warehouse.ts';
import { median } from './quantiles.ts';
import { number } from './show.ts';

const STARTS = 5;
const CRASHES = 3;

/** Lines that are posted at once before each crash, so that there is something left to commit. */
const BURST = 10_000;

const PATIENCE_MS = 60_000;

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** PostgreSQL alone on the same folder: the part of a start that is not ours. */
async function startPostgresAlone(dataDir: string): Promise<number> {
  const began = performance.now();
  const postgres = await startEmbeddedPostgres({
    dataDir: path.join(dataDir, 'postgres'),
    secretsDir: path.join(dataDir, 'secrets'),
    onLog: () => undefined,
  });
  const took = (performance.now() - began) / 1000;
  await postgres.stop();
  return took;
}

interface FirstCommit {
  readonly at: Date | null;
}

/** When the first files since `since` (epoch ms) came to the lake, which is when their commit began. */
async function firstCommit(dataDir: string, since: number): Promise<number | undefined> {
  const client = await connectWarehouse(dataDir);
  if (client === undefined) return undefined;
  try {
    const end = Date.now() + PATIENCE_MS;
    while (Date.now() < end) {
      const { rows } = await client.query<FirstCommit>(
        'SELECT min(added_at) AS at FROM crosscurrent.lake_file WHERE added_at > $1',
        [new Date(since)],
      );
      const at = rows[0]?.at;
      if (at !== null && at !== undefined) return at.getTime();
      await pause(20);
    }
    return undefined;
  } finally {
    await client.end();
  }
}

interface Crash {
  readonly secondsToUrl: number;
  readonly secondsToCommit: number | undefined;
}

/** Sends a burst, kills everything as soon as it is acknowledged, and starts again. */
async function crash(
  around: Surroundings,
  dataDir: string,
  server: Server,
  { lines, from }: { lines: Lines; from: number },
): Promise<{ crash: Crash; server: Server }> {
  const { url, collectorKey: key } = server;
  const burst = {
    linesOfPost: 1000,
    connections: 4,
    seconds: 60,
    from,
    to: Math.min(from + BURST, lines.count),
  };
  await postEvents({ ...burst, url, key, stream: webStream.name, lines });
  const killedAt = Date.now();
  await server.running.kill();
  const next = await startServer(around.programs, dataDir);
  const committedAt = await firstCommit(dataDir, killedAt);
  return {
    crash: {
      secondsToUrl: next.secondsToUrl,
      secondsToCommit: committedAt === undefined ? undefined : (committedAt - killedAt) / 1000,
    },
    server: next,
  };
}

async function measureStarts(
  around: Surroundings,
  dataDir: string,
): Promise<{ starts: number[]; stops: number[] }> {
  const starts: number[] = [];
  const stops: number[] = [];
  for (let n = 0; n < STARTS; n += 1) {
    const server = await startServer(around.programs, dataDir);
    starts.push(server.secondsToUrl);
    stops.push(await seconds(() => server.stop()));
  }
  return { starts, stops };
}

async function measureCrashes(around: Surroundings, dataDir: string, lines: Lines): Promise<Crash[]> {
  const crashes: Crash[] = [];
  let server = await startServer(around.programs, dataDir);
  try {
    for (let n = 0; n < CRASHES; n += 1) {
      const result = await crash(around, dataDir, server, { lines, from: n * BURST });
      server = result.server;
      crashes.push(result.crash);
    }
    return crashes;
  } finally {
    await server.stop();
  }
}

async function run(around: Surroundings, { events, rate }: Size): Promise<readonly Section[]> {
  const dataDir = path.join(around.folder, 'restart');
  const file = await around.files.get({ stream: webStream.name, events, rate });
  const bursts = await around.files.get({ stream: webStream.name, events: BURST * CRASHES, rate: rate * 10 });
  around.say(`ingesting ${number(events)} events`);
  await outputOf(around.programs.run(['ingest', webStream.name, file.path, '--json'], { dataDir }));
  around.say('starting and stopping');
  const node = await seconds(() => outputOf(around.programs.run(['--version'])));
  const postgres: number[] = [];
  for (let n = 0; n < 3; n += 1) postgres.push(await startPostgresAlone(dataDir));
  const { starts, stops } = await measureStarts(around, dataDir);
  around.say('killing and starting');
  const crashes = await measureCrashes(around, dataDir, await readLines(bursts, BURST * CRASHES));
  const alone = median(postgres);
  const commits = crashes.flatMap(({ secondsToCommit }) => secondsToCommit ?? []);
  const line = (what: string, value: number) => ({ what, value, unit: 's', ratio: value / alone }) as const;
  return [
    {
      title: `restart: a data folder with ${number(events)} events`,
      ratioTo: 'the start of PostgreSQL alone on the same folder',
      figures: [
        line('start of PostgreSQL alone, median', alone),
        line('the command line alone (--version)', node),
        line(`start until the address is printed, median of ${STARTS}`, median(starts)),
        line('... the longest', Math.max(...starts)),
        line('interrupt until the end, median', median(stops)),
        line('... the longest', Math.max(...stops)),
        line(
          `kill -9 of all, start until the address is printed, median of ${CRASHES}`,
          median(crashes.map((one) => one.secondsToUrl)),
        ),
        line('kill -9 of all until the first new commit, median', median(commits)),
        line('... the longest', commits.length === 0 ? Number.NaN : Math.max(...commits)),
      ],
    },
  ];
}

/** How long a start takes on an existing data folder, and how long a crash keeps events waiting. */
export const restart: Benchmark = {
  name: 'restart',
  about: 'Start on an existing data folder until the address is printed; kill -9 until the first new commit',
  size: { events: 500_000, rate: 100, seconds: 0 },
  run,
};
