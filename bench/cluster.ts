import { z } from 'zod';
import { endOffsets, topicName } from '../src/log/kafka/topics.ts';
import { withAdditiveJob } from './cluster/additive.ts';
import { latencies } from './cluster/latency.ts';
import { openPlace, type Place } from './cluster/place.ts';
import { until } from './cluster/until.ts';
import type { Benchmark, Figure, Section, Size, Surroundings } from './contract.ts';
import type { EventFile } from './events/event-files.ts';
import { produceFile } from './events/raw-topic.ts';
import { webStream } from './events/web-stream.ts';
import { outputOf } from './program/programs.ts';
import { quantile } from './quantiles.ts';
import { number } from './show.ts';

const WITHIN_MS = 30 * 60_000;

/** What arrives each second while it is measured how long one event takes. */
const LOAD = 5000;

const Deployed = z.looseObject({ streams: z.array(z.looseObject({ jobId: z.string().nullable() })) });

const ALL_EVENTS = 'SELECT sum(events) FROM web_behaviour.event_kinds';

async function produce(around: Surroundings, place: Place, file: EventFile): Promise<number> {
  around.say(`producing ${number(file.lines)} raw messages`);
  const began = performance.now();
  await produceFile(place.kafka, file);
  return (performance.now() - began) / 1000;
}

async function messagesIn(place: Place, kinds: readonly ('enriched' | 'rejected')[]): Promise<number> {
  let all = 0;
  for (const kind of kinds) {
    const ends = await endOffsets(place.kafka, topicName(place.kafka, webStream.name, kind));
    all += [...ends.values()].reduce((sum, end) => sum + Number(end), 0);
  }
  return all;
}

const worker = (role: string, { configuration }: Place): string[] => [
  ...['worker', '--role', role, '--streams', webStream.name, '--config', configuration],
];

/** One worker of a role until a count is reached; events a second from the first that were seen. */
async function rateOf(
  around: Surroundings,
  place: Place,
  work: { role: string; workers: number; count: () => Promise<number>; reach: number },
): Promise<number> {
  around.say(`${work.workers} of role ${work.role}`);
  const running = Array.from({ length: work.workers }, () => around.programs.run(worker(work.role, place)));
  try {
    const reached = await until(around, { ...work, withinMs: WITHIN_MS, what: work.role });
    return (work.reach - reached.begun) / reached.seconds;
  } finally {
    await Promise.all(running.map((one) => one.stop()));
  }
}

/** Raw topic -> enriched -> Flink -> PostgreSQL, part by part, then together under a load. */
async function measureFlink(around: Surroundings, file: EventFile, seconds: number): Promise<Figure[]> {
  const place = await openPlace(around);
  const cli = (...args: string[]): Promise<string> =>
    outputOf(around.programs.run([...args, '--config', place.configuration]));
  try {
    // First: what Flink does has to be watched from the moment it is deployed.
    const stored = await expectedEvents(around, file);
    const produced = await produce(around, place, file);
    const enriched = await rateOf(around, place, {
      ...{ role: 'enrich', workers: 1, reach: file.lines },
      count: () => messagesIn(place, ['enriched', 'rejected']),
    });
    const events = await messagesIn(place, ['enriched']);
    around.say('deploying the job');
    Deployed.parse(JSON.parse(await cli('deploy', webStream.name, '--json')));
    const began = await until(around, {
      ...{ count: () => place.number(ALL_EVENTS), reach: stored, withinMs: WITHIN_MS, what: 'Flink' },
    });
    const enriching = around.programs.run(worker('enrich', place));
    const waits = await latencies(around, place, { rate: LOAD, seconds });
    await enriching.stop();
    const counted = await place.number(ALL_EVENTS);
    await cli('undeploy', webStream.name, '--drop-state');
    around.say('the same without distinct counts');
    const additive = await withAdditiveJob(around, place, () =>
      until(around, {
        ...{ count: () => place.number(ALL_EVENTS), reach: counted, withinMs: WITHIN_MS, what: 'Flink' },
      }),
    );
    const perSecond = (what: string, value: number): Figure => ({ what, value, unit: 'events/s' });
    return [
      perSecond('producing raw messages, acks=all', file.lines / produced),
      perSecond('raw -> enriched, one worker', enriched),
      perSecond(
        'enriched -> all rollups and distinct counts, Flink',
        (events * (stored - began.begun)) / stored / began.seconds,
      ),
      perSecond(
        'enriched -> all rollups without distinct counts, Flink',
        (events * (counted - additive.begun)) / stored / additive.seconds,
      ),
      {
        what: `produced -> row, ${number(LOAD)} others a second, p50`,
        value: quantile(waits, 0.5),
        unit: 'ms',
      },
      {
        what: `produced -> row, ${number(LOAD)} others a second, p95`,
        value: quantile(waits, 0.95),
        unit: 'ms',
      },
    ];
  } finally {
    await place.close();
  }
}

/** How many events count, by the embedded engine. */
async function expectedEvents(around: Surroundings, file: EventFile): Promise<number> {
  around.say('asking the embedded engine how many events count');
  const output = await outputOf(
    around.programs.run(['ingest', webStream.name, file.path, '--json'], {
      dataDir: `${around.folder}/expected`,
    }),
  );
  return z.looseObject({ stored: z.number() }).parse(JSON.parse(output)).stored;
}

async function run(around: Surroundings, size: Size): Promise<readonly Section[]> {
  const file = await around.files.get({ stream: webStream.name, events: size.events, rate: size.rate });
  const title = `${number(file.lines)} web events`;
  const notes = ['Broker, Flink, PostgreSQL, workers and whoever produces share the processors.'];
  return [
    { title: `cluster, Flink: ${title}`, figures: await measureFlink(around, file, size.seconds), notes },
  ];
}

/** Kafka -> Flink -> PostgreSQL, on a cluster that runs already. */
export const cluster: Benchmark = {
  name: 'cluster',
  about: 'Raw topic -> enriched topic -> Flink -> PostgreSQL; needs `npm run cluster`',
  size: { events: 1_000_000, rate: 100, seconds: 30 },
  run,
};
