import type { Command } from 'commander';
import type { z } from 'zod';
import { addCommand, type CommandSpec, configure } from './command.ts';
import { StatusResult } from './deployment-results.ts';
import { type Invocation, isSet, withSession } from './invocation.ts';
import { readResult } from './results.ts';
import { findStream } from './streams-by-name.ts';
import { bytes, count, duration } from './terminal/figures.ts';
import { printable, type TableColumn, table } from './terminal/table.ts';

const SPEC: CommandSpec = {
  usage: 'status [streams...]',
  about:
    'Show how far the figures of streams (all without a name) are: the last commit, what waits in Kafka, and each job on Flink with its lag, checkpoint and restarts',
  summary: 'Show how far the figures are, and how the jobs on Flink do',
  settings: ['database-url'],
  json: 'Print it all as JSON',
  examples: [
    ['crosscurrent status', 'See all streams; exit code 1 when a job that should run does not'],
    ['crosscurrent status web-behaviour --json', 'One stream, with each partition, as JSON'],
  ],
};

type Stream = z.infer<typeof StatusResult>['streams'][number];

const NONE = '-';

const COLUMNS: readonly TableColumn[] = [
  { name: 'STREAM' },
  { name: 'LATEST EVENT' },
  { name: 'WAITING', align: 'right' },
  { name: 'TO ENRICH', align: 'right' },
  { name: 'JOB' },
  { name: 'LAG', align: 'right' },
  { name: 'CHECKPOINT', align: 'right' },
  { name: 'SIZE', align: 'right' },
  { name: 'RESTARTS', align: 'right' },
  { name: 'LATE', align: 'right' },
];

function cellsOf({ stream, latestEvent, workers, job, lateEvents }: Stream): string[] {
  const waiting = workers?.reduce((sum, { lag }) => sum + lag, 0);
  const known = workers?.flatMap(({ enrichmentLag }) => enrichmentLag ?? []) ?? [];
  const unread = known.length === 0 ? null : known.reduce((sum, lag) => sum + lag, 0);
  const age = job?.checkpoint?.ageSeconds;
  const size = job?.checkpoint?.bytes;
  const figure = (value: number | null | undefined): string => (value == null ? NONE : count(value));
  return [
    stream,
    latestEvent ?? NONE,
    figure(waiting),
    figure(unread),
    job === null ? NONE : job.wanted === 'stopped' ? 'stopped' : job.state,
    figure(job?.lagMessages),
    age == null ? NONE : `${duration(age)} ago`,
    size == null ? NONE : bytes(size),
    figure(job?.restarts),
    count(lateEvents),
  ];
}

function detailsOf({ stream, job, trouble }: Stream): string[] {
  const kept =
    job?.wanted === 'stopped' && job.savepoint !== null ? [`it goes on from ${job.savepoint}`] : [];
  const waiting =
    job === null || job.waiting.length === 0 ? [] : [`${job.waiting.length} steps of its job do not run`];
  const failure =
    job?.lastFailure == null
      ? []
      : [`its job failed at ${job.lastFailure.at ?? '?'}: ${job.lastFailure.words}`];
  const gone =
    job !== null && isDown(job)
      ? [`its job should run and is ${job.state}; \`crosscurrent deploy ${stream}\` submits it again`]
      : [];
  return [...kept, ...gone, ...waiting, ...failure, ...trouble].map((words) =>
    printable(`${stream}: ${words}`),
  );
}

function isDown({ wanted, state }: NonNullable<Stream['job']>): boolean {
  return wanted === 'running' && ['GONE', 'FAILED', 'CANCELED', 'FINISHED', 'SUSPENDED'].includes(state);
}

async function run(invocation: Invocation, command: Command): Promise<void> {
  const { dependencies, output, signal } = invocation;
  const names = command.args.map((name) => findStream(dependencies.catalogue, name).name);
  const configuration = configure(invocation, command, SPEC);
  const isOwn = configuration.values['database-url'] === 'embedded';
  const result = await withSession(
    invocation,
    { configuration, command: 'status', needs: isOwn ? 'everything' : 'deployments' },
    (session) => session.run('status', { streams: names }, { signal }),
  );
  const { streams } = readResult(StatusResult, 'status', result);
  if (isSet(command, 'json')) await output.json(result);
  else {
    const details = streams.flatMap(detailsOf);
    await output.write(
      `${table(COLUMNS, streams.map(cellsOf))}${details.map((words) => `\n${words}`).join('')}\n`,
    );
  }
  if (streams.some(({ job }) => job !== null && isDown(job))) invocation.setExit(1);
}

/** `crosscurrent status [STREAM...]`. */
export function addStatus(program: Command, invocation: Invocation): void {
  const command = addCommand(program, SPEC);
  command.action(() => run(invocation, command));
}
