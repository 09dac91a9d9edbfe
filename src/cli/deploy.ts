import type { Command } from 'commander';
import type { z } from 'zod';
import { renderDeployment } from '../engine/flink/deployment.ts';
import { writeDeployment } from '../engine/flink/written.ts';
import { CrosscurrentError } from '../event/errors.ts';
import type { Configuration } from '../jobs/configuration/load.ts';
import type { Fault } from '../stream/checks/fault.ts';
import { addCommand, type CommandSpec, configure } from './command.ts';
import { addDeploymentOptions, deploymentOverrides, planOptions } from './deployment-options.ts';
import { Deployed, DeploymentProgress, DeployResult } from './deployment-results.ts';
import { type Invocation, isSet, textOption, withSession } from './invocation.ts';
import { numberOption } from './numbers.ts';
import { readResult } from './results.ts';
import { findStream } from './streams-by-name.ts';

const SPEC: CommandSpec = {
  usage: 'deploy [streams...]',
  about:
    'Keep the rollups of streams (all without a name) up to date by jobs on Flink: from the Kafka topics of enriched events to PostgreSQL. What runs already and is the same is left alone; what changed goes on from where it was.',
  summary: 'Submit the jobs of the streams to Flink',
  settings: ['dedup-minutes', 'database-url'],
  json: 'Print what was done, or with --plan the statements, as JSON',
  examples: [
    ['crosscurrent deploy', 'Submit the jobs of all streams, and mend what is lost'],
    [
      'crosscurrent deploy --dry-run',
      'See what would be done, and how statements differ from those that run',
    ],
    ['crosscurrent deploy --watch', 'Stay, and submit again whatever is lost'],
    ['crosscurrent deploy --plan web-behaviour', 'See all statements of a stream'],
    [
      'crosscurrent deploy --plan --bootstrap-servers kafka:9092 --jdbc-url jdbc:postgresql://db:5432/insight > plan.sql',
      'Write those of all streams, for servers of your own',
    ],
  ],
};

type Outcome = z.infer<typeof Deployed>;

const STEPS: Readonly<Record<Outcome['step'], readonly [done: string, planned: string]>> = {
  begin: ['runs, from the beginning of its topic', 'would begin, at the beginning of its topic'],
  keep: ['runs already; nothing was done', 'runs already; nothing would be done'],
  exchange: [
    'runs with the new settings, from where it was',
    'would be stopped, and go on with the new settings',
  ],
  revive: [
    'was gone, and runs again from its newest state',
    'is gone, and would go on from its newest state',
  ],
  resume: ['runs again, from its savepoint', 'would go on from its savepoint'],
  rebuild: ['counts everything anew', 'would be cancelled, its tables emptied, and everything counted anew'],
  refuse: ['', 'makes its figures by other statements now: only --rebuild can deploy it'],
};

function describe(one: Outcome, isDry: boolean): string {
  const [done, planned] = STEPS[one.step];
  const job = isDry || one.jobId === null ? '' : ` Job ${one.jobId}, ${one.seconds.toFixed(1)} s.`;
  const diff = one.diff === null || one.diff === '' ? '' : `\n${one.diff}\n`;
  const isNew = ['begin', 'rebuild'].includes(one.step);
  const without = isNew ? one.leftOut.map((words) => `\n  Not in it: ${words}.`) : [];
  if (without.length > 0) without.push('\n  `crosscurrent worker --role archive` keeps these.');
  return `${diff}${one.stream} ${isDry ? planned : done}.${job}${without.join('')}`;
}

async function run(invocation: Invocation, command: Command): Promise<void> {
  const { catalogue } = invocation.dependencies;
  const configuration = configure(invocation, command, SPEC);
  const names = command.args.map((name) => findStream(catalogue, name).name);
  if (isSet(command, 'plan')) await plan(invocation, command, { configuration, names });
  else await deploy(invocation, command, { configuration, names });
}

interface Asked {
  readonly configuration: Configuration;
  readonly names: readonly string[];
}

async function plan(
  invocation: Invocation,
  command: Command,
  { configuration, names }: Asked,
): Promise<void> {
  const { catalogue } = invocation.dependencies;
  const streams =
    names.length === 0 ? catalogue : [...new Set(names)].map((name) => findStream(catalogue, name));
  const options = planOptions(configuration.values, command);
  const deployments = streams.map((stream) => renderDeployment(stream, options));
  refuse(deployments.flatMap(({ faults }) => faults));
  if (isSet(command, 'json')) {
    await invocation.output.json(deployments.map(({ faults: _, ...deployment }) => deployment));
    return;
  }
  await invocation.output.write(deployments.map(writeDeployment).join('\n\n'));
}

function refuse(faults: readonly Fault[]): void {
  const [first] = faults;
  if (first === undefined) return;
  const words = faults.map(({ stream, part, problem }) => `${stream}, ${part}: ${problem}.`);
  throw new CrosscurrentError('unsupported', `Not on Flink: ${words.join(' ')}`, first.remedy);
}

async function deploy(
  invocation: Invocation,
  command: Command,
  { configuration, names }: Asked,
): Promise<void> {
  const { output, progress } = invocation;
  const [isDry, isJson, watch] = ['dryRun', 'json', 'watch'].map((flag) => isSet(command, flag));
  const args = {
    streams: names,
    dryRun: isDry,
    rebuild: isSet(command, 'rebuild'),
    watch,
    checkpointDir: textOption(command, 'checkpointDir'),
    savepointDir: textOption(command, 'savepointDir'),
    withinSeconds: numberOption({
      flag: '--within',
      text: textOption(command, 'within'),
      min: 1,
      whole: true,
    }),
    overrides: deploymentOverrides(command),
  };
  const tell = (value: unknown): void => {
    const { say, done, trouble, deployed } = DeploymentProgress.safeParse(value).data ?? {};
    if (say !== undefined) progress.say(say);
    if (trouble !== undefined) output.note(`crosscurrent: ${trouble}`);
    if (done !== undefined) output.note(done);
    const one = Deployed.safeParse(deployed).data;
    if (one !== undefined && isJson !== true)
      output.line(describe(one, isDry === true)).catch(() => undefined);
  };
  const signal = watch === true ? untilInterrupted(invocation) : invocation.signal;
  const result = await withSession(
    invocation,
    { configuration, command: `deploy ${names.join(' ')}`.trim(), needs: 'deployments' },
    (session) => session.run('deploy', args, { onProgress: tell, signal }),
  );
  readResult(DeployResult, 'deploy', result);
  if (isJson === true) await output.json(result);
}

/** To end a watch is how it is used: exit code 0. */
function untilInterrupted(invocation: Invocation): AbortSignal {
  const stop = new AbortController();
  invocation.onInterrupt(() => stop.abort());
  return stop.signal;
}

/** `crosscurrent deploy [STREAM...]`. */
export function addDeploy(program: Command, invocation: Invocation): void {
  const command = addCommand(program, SPEC)
    .option('--plan', 'Print all statements and submit nothing')
    .option('--dry-run', 'Say what would be done, and how the statements differ; change nothing')
    .option('--rebuild', 'Empty the tables and count the whole topic anew, where state is of no use')
    .option('--watch', 'Stay, and submit again whatever is lost')
    .option('--within <seconds>', 'How long a job may take until all of it runs (default: 300)')
    .option('--checkpoint-dir <folder>', 'Flink’s folder of checkpoints, as it is seen from here')
    .option('--savepoint-dir <folder>', 'Where Flink writes savepoints (default: its own setting)');
  addDeploymentOptions(command);
  command.action(() => run(invocation, command));
}
