import type { Command } from 'commander';
import { addCommand, type CommandSpec, configure } from './command.ts';
import { DeploymentProgress, UndeployResult } from './deployment-results.ts';
import { type Invocation, isSet, textOption, withSession } from './invocation.ts';
import { readResult } from './results.ts';
import { findStream } from './streams-by-name.ts';

const SPEC: CommandSpec = {
  usage: 'undeploy [streams...]',
  about:
    'Stop the jobs of streams (all without a name) on Flink with a savepoint, from which `deploy` goes on; ends when they have ended',
  summary: 'Stop the jobs of the streams on Flink',
  settings: ['database-url'],
  json: 'Print what was stopped, and the savepoints, as JSON',
  examples: [
    ['crosscurrent undeploy', 'Stop all jobs; the next `crosscurrent deploy` goes on where they were'],
    ['crosscurrent undeploy posts --drop-state', 'Stop one for good: only --rebuild deploys it again'],
  ],
};

async function run(invocation: Invocation, command: Command): Promise<void> {
  const { dependencies, output, progress, signal } = invocation;
  const streams = command.args.map((name) => findStream(dependencies.catalogue, name).name);
  const args = {
    streams,
    dropState: isSet(command, 'dropState'),
    savepointDir: textOption(command, 'savepointDir'),
    checkpointDir: textOption(command, 'checkpointDir'),
  };
  const result = await withSession(
    invocation,
    {
      configuration: configure(invocation, command, SPEC),
      command: `undeploy ${streams.join(' ')}`.trim(),
      needs: 'deployments',
    },
    (session) =>
      session.run('undeploy', args, {
        onProgress: (value) => progress.say(DeploymentProgress.safeParse(value).data?.say ?? ''),
        signal,
      }),
  );
  const outcome = readResult(UndeployResult, 'undeploy', result);
  if (isSet(command, 'json')) {
    await output.json(result);
    return;
  }
  for (const { stream, outcome: how, savepoint } of outcome.streams) {
    const kept = savepoint === null ? 'no state is kept' : `it goes on from ${savepoint}`;
    const words = {
      none: 'was never deployed.',
      already: `was stopped before; ${kept}.`,
      stopped: `is stopped; ${kept}.`,
    };
    await output.line(`${stream} ${words[how]}`);
  }
}

/** `crosscurrent undeploy [STREAM...]`. */
export function addUndeploy(program: Command, invocation: Invocation): void {
  const command = addCommand(program, SPEC)
    .option('--drop-state', 'Cancel the jobs without a savepoint')
    .option('--savepoint-dir <folder>', 'Where Flink writes savepoints (default: its own setting)')
    .option('--checkpoint-dir <folder>', 'Flink’s folder of checkpoints, as it is seen from here');
  command.action(() => run(invocation, command));
}
