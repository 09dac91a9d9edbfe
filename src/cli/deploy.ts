import type { Command } from 'commander';
import { renderDeployment } from '../engine/flink/deployment.ts';
import { type DeploymentOptions, jdbcOf } from '../engine/flink/options.ts';
import { writeDeployment } from '../engine/flink/written.ts';
import { CrosscurrentError } from '../event/errors.ts';
import type { Fault } from '../stream/checks/fault.ts';
import { addCommand, type CommandSpec, configure } from './command.ts';
import { type Invocation, isSet, textOption } from './invocation.ts';
import { numberOption } from './numbers.ts';
import { findStream } from './streams-by-name.ts';

const SPEC: CommandSpec = {
  usage: 'deploy [streams...]',
  about:
    'Show the SQL that keeps the rollups of streams (all without a name) up to date on Flink: from the Kafka topics of enriched events to PostgreSQL',
  summary: 'Show the SQL of the streams for Flink',
  settings: ['dedup-minutes'],
  json: 'Print the statements as JSON, each with its reason',
  examples: [
    ['crosscurrent deploy --plan web-behaviour', 'See all statements of a stream'],
    [
      'crosscurrent deploy --plan --bootstrap-servers kafka:9092 --jdbc-url jdbc:postgresql://db:5432/insight > plan.sql',
      'Write those of all streams, for servers of your own',
    ],
  ],
};

const DEFAULTS = {
  bootstrapServers: 'localhost:9092',
  jdbcUrl: 'jdbc:postgresql://localhost:5432/crosscurrent',
  jdbcUser: 'crosscurrent',
  parallelism: 1,
};

/** Stands where the password would be: SQL on a screen is no place for one. */
const PASSWORD = '<password>';

/** Stands in an option's text for the one in `DEFAULTS`. */
const byDefault = (value: string | number): string => `(default: ${value})`;

function optionsFor(invocation: Invocation, command: Command): DeploymentOptions {
  const { values } = configure(invocation, command, SPEC);
  const parallelism = numberOption({
    flag: '--parallelism',
    text: textOption(command, 'parallelism'),
    min: 1,
    whole: true,
  });
  const own = values['database-url'] === 'embedded' ? DEFAULTS.jdbcUrl : values['database-url'];
  const { url, user } = jdbcOf(textOption(command, 'jdbcUrl') ?? own);
  return {
    bootstrapServers: textOption(command, 'bootstrapServers') ?? DEFAULTS.bootstrapServers,
    topicPrefix: textOption(command, 'topicPrefix') ?? '',
    jdbcUrl: url,
    jdbcUser: textOption(command, 'jdbcUser') ?? user ?? DEFAULTS.jdbcUser,
    jdbcPassword: PASSWORD,
    parallelism: parallelism ?? DEFAULTS.parallelism,
    dedupMinutes: values['dedup-minutes'],
  };
}

function refuse(faults: readonly Fault[]): void {
  const [first] = faults;
  if (first === undefined) return;
  const words = faults.map(({ stream, part, problem }) => `${stream}, ${part}: ${problem}.`);
  throw new CrosscurrentError('unsupported', `Not on Flink: ${words.join(' ')}`, first.remedy);
}

async function run(invocation: Invocation, command: Command): Promise<void> {
  const { catalogue } = invocation.dependencies;
  const streams =
    command.args.length === 0 ? catalogue : command.args.map((name) => findStream(catalogue, name));
  const options = optionsFor(invocation, command);
  if (!isSet(command, 'plan')) {
    throw new CrosscurrentError(
      'unsupported',
      'Crosscurrent does not submit jobs to Flink itself.',
      '`crosscurrent deploy --plan` prints the statements, for the SQL Gateway of a cluster.',
    );
  }
  const deployments = [...new Set(streams)].map((stream) => renderDeployment(stream, options));
  refuse(deployments.flatMap(({ faults }) => faults));
  if (isSet(command, 'json')) {
    await invocation.output.json(deployments.map(({ faults: _, ...deployment }) => deployment));
    return;
  }
  await invocation.output.write(deployments.map(writeDeployment).join('\n\n'));
}

/** `crosscurrent deploy --plan [STREAM...]`. */
export function addDeploy(program: Command, invocation: Invocation): void {
  const command = addCommand(program, SPEC)
    .option('--plan', 'Print all statements and submit nothing')
    .option('--bootstrap-servers <servers>', `Brokers of Kafka ${byDefault(DEFAULTS.bootstrapServers)}`)
    .option('--topic-prefix <text>', 'In front of the name of each topic')
    .option(
      '--jdbc-url <url>',
      `The warehouse as Flink reaches it (default: the setting database-url, or ${DEFAULTS.jdbcUrl})`,
    )
    .option('--jdbc-user <name>', `Its user ${byDefault(DEFAULTS.jdbcUser)}; the password is never printed`)
    .option('--parallelism <number>', `Of the job ${byDefault(DEFAULTS.parallelism)}`);
  command.action(() => run(invocation, command));
}
