import type { Command } from 'commander';
import { addCommand, type CommandSpec, configure } from './command.ts';
import { type Invocation, isSet, withSession } from './invocation.ts';
import { RebuildResult, readResult } from './results.ts';
import { findStream } from './streams-by-name.ts';
import { count } from './terminal/figures.ts';
import { type TableColumn, table } from './terminal/table.ts';
import { showProgress } from './work-progress.ts';

const SPEC: CommandSpec = {
  usage: 'rebuild <stream>',
  about: 'Replay the lake through today’s declaration, show which rows differ, and put the new rows in place',
  summary: 'Replay the lake through today’s declaration',
  json: 'Print the differences as JSON',
  examples: [
    ['crosscurrent rebuild web-behaviour --dry-run', 'See what would change'],
    ['crosscurrent rebuild web-behaviour', 'Change it'],
  ],
};

const NUMBERS = ['BEFORE', 'AFTER', 'ADDED', 'REMOVED', 'CHANGED'];
const COLUMNS: readonly TableColumn[] = [
  { name: 'ROLLUP' },
  ...NUMBERS.map((name) => ({ name, align: 'right' as const })),
];

async function run(invocation: Invocation, command: Command): Promise<void> {
  const { dependencies, output, progress, signal } = invocation;
  const stream = findStream(dependencies.catalogue, command.args[0] ?? '').name;
  const dryRun = isSet(command, 'dryRun');
  const configuration = configure(invocation, command, SPEC);
  const result = await withSession(invocation, { configuration, command: `rebuild ${stream}` }, (session) =>
    session.run('rebuild', { stream, dryRun }, { onProgress: showProgress(progress, 'event'), signal }),
  );
  const { rows } = readResult(RebuildResult, 'rebuild', result);
  if (isSet(command, 'json')) {
    await output.json(result);
    return;
  }
  const cells = Object.entries(rows).map(([rollup, one]) => [
    rollup,
    ...[one.before, one.after, one.added, one.removed, one.changed].map(count),
  ]);
  const differs = Object.values(rows).some((one) => one.added + one.removed + one.changed > 0);
  const end = dryRun ? 'Nothing was changed.' : 'The new rows are in place.';
  await output.write(`${table(COLUMNS, cells)}\n${differs ? end : 'No row differs.'}\n`);
}

/** `crosscurrent rebuild STREAM`. */
export function addRebuild(program: Command, invocation: Invocation): void {
  const command = addCommand(program, SPEC).option('--dry-run', 'Show the differences and change nothing');
  command.action(() => run(invocation, command));
}
