import { type Command, InvalidArgumentError, Option } from 'commander';
import { describeError } from '../event/errors.ts';
import type { WorkerEvent } from '../jobs/worker/run.ts';
import { addCommand, type CommandSpec, configure } from './command.ts';
import { isWorkerRole, WORKER_ROLES, type WorkerRole, type WorkerStarted } from './dependencies.ts';
import { type Invocation, isSet, optionsOf, textOption } from './invocation.ts';
import { count } from './terminal/figures.ts';

const SPEC: CommandSpec = {
  usage: 'worker',
  about:
    'Take events from Kafka into a warehouse that several workers share; each has some partitions, and takes over those of others that stop',
  summary: 'Take events from Kafka, along with other workers',
  json: 'Print what happens as lines of JSON',
  settings: ['database-url', 'host'],
  examples: [
    [
      'crosscurrent worker --database-url postgresql://me@db.example:5432/crosscurrent --set kafka-brokers=kafka-1:9092',
      'Take part in the work on all streams',
    ],
    ['crosscurrent worker --streams posts,articles', 'Only on these streams'],
    ['crosscurrent worker --role enrich', 'Make enriched events for Flink'],
  ],
};

/** What is done is told so often, in milliseconds. */
const PROGRESS_MS = 10_000;

function addOptions(command: Command): void {
  command
    .addOption(
      new Option(
        '--role <role>',
        'rollup: everything; archive: everything but the rollups, which Flink makes; enrich: enriched events for Flink',
      )
        .choices(WORKER_ROLES)
        .default('rollup'),
    )
    .option('--streams <names>', 'Streams with commas between them; all when left out')
    .addOption(
      new Option('--health-port <port>', 'Port of /health and /metrics; 0 takes a free one')
        .argParser(toPort)
        .default(0),
    );
}

function toPort(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new InvalidArgumentError('It is a number from 0 to 65535.');
}

function roleOf(command: Command): WorkerRole {
  const role = textOption(command, 'role') ?? 'rollup';
  return isWorkerRole(role) ? role : 'rollup';
}

function describeEvent(event: WorkerEvent): string {
  switch (event.event) {
    case 'assigned':
      return `${event.stream}: has the partitions ${event.partitions.join(', ')} now.`;
    case 'revoked':
      return `${event.stream}: gave back the partitions ${event.partitions.join(', ')}.`;
    case 'overtaken':
      return `${event.stream}: another process has moved the offset of partition ${event.partition}; going on from there.`;
  }
}

function describeProgress({ health }: WorkerStarted): string {
  const { streams, partitions } = health();
  const words = Object.entries(streams).map(([stream, { received = 0, duplicate = 0, rejected = 0 }]) => {
    const lag = partitions.reduce((sum, one) => sum + (one.stream === stream ? (one.lag ?? 0n) : 0n), 0n);
    return `${stream}: ${count(received)} events (${count(duplicate)} duplicate, ${count(rejected)} rejected), ${count(Number(lag))} wait`;
  });
  return words.join('; ');
}

function progressJson({ health }: WorkerStarted): unknown {
  const { leading, trouble, partitions, streams } = health();
  const shown = partitions.map(({ stream, partition, offset, lag }) => ({
    ...{ stream, partition },
    offset: offset === null ? null : Number(offset),
    lag: lag === null ? null : Number(lag),
  }));
  return { event: 'progress', leading, trouble, partitions: shown, streams };
}

async function run(invocation: Invocation, command: Command): Promise<void> {
  const { dependencies, output, progress, signal } = invocation;
  const isJson = isSet(command, 'json');
  const role = roleOf(command);
  const tell = (event: WorkerEvent): void => {
    if (isJson) output.json(event).catch(() => undefined);
    else output.note(describeEvent(event));
  };
  const started = await dependencies.work({
    configuration: configure(invocation, command, SPEC),
    role,
    streams:
      textOption(command, 'streams')
        ?.split(',')
        .map((name) => name.trim()) ?? null,
    healthPort: Number(optionsOf(command)['healthPort']),
    onEvent: tell,
    onTrouble(error) {
      if (isJson) output.json({ event: 'trouble', words: describeError(error) }).catch(() => undefined);
      else output.note(describeError(error));
    },
  });
  const { promise: asked, resolve: stop } = Promise.withResolvers<void>();
  invocation.onInterrupt(stop); // ending it is how it is used: exit code 0
  const telling = setInterval(() => {
    const words = describeProgress(started);
    if (isJson) output.json(progressJson(started)).catch(() => undefined);
    else if (words !== '') progress.say(words);
  }, PROGRESS_MS);
  try {
    if (signal.aborted) return;
    const { url, streams } = started;
    if (isJson) await output.json({ event: 'started', role, url, pid: process.pid, streams });
    else
      await output.line(
        `Worker (${role}) on ${streams.join(', ')}; health and metrics at ${url}. Stop with Ctrl-C.`,
      );
    await asked;
  } finally {
    clearInterval(telling);
    progress.say('Stopping ...');
    await started.stop();
    if (isJson) await output.json({ event: 'stopped' });
  }
}

/** `crosscurrent worker`. */
export function addWorker(program: Command, invocation: Invocation): void {
  const command = addCommand(program, SPEC);
  addOptions(command);
  command.action(() => run(invocation, command));
}
