import type { Command } from 'commander';
import { CrosscurrentError } from '../event/errors.ts';
import { addCommand, type CommandSpec, configure } from './command.ts';
import { type Invocation, isSet, textOption, withSession } from './invocation.ts';
import { ForgetResult, readResult } from './results.ts';
import { findStream } from './streams-by-name.ts';
import { count, counted } from './terminal/figures.ts';
import { type TableColumn, table } from './terminal/table.ts';
import { showProgress } from './work-progress.ts';

const SPEC: CommandSpec = {
  usage: 'forget',
  about:
    'Delete everything that a person has sent: from all figures at once, from the lake, the log and the rejected lines before the command ends',
  summary: 'Delete everything that a person has sent',
  json: 'Print how much was deleted as JSON',
  examples: [
    ['crosscurrent forget --author mastodon:109', 'Everything of an author'],
    ['crosscurrent forget --author mastodon:109 --stream posts', 'In one stream alone'],
  ],
};

const COLUMNS: readonly TableColumn[] = [
  { name: 'STREAM' },
  { name: 'EVENTS', align: 'right' },
  { name: 'REJECTED LINES', align: 'right' },
];

async function run(invocation: Invocation, command: Command): Promise<void> {
  const { dependencies, output, progress, signal } = invocation;
  const person = textOption(command, 'author');
  if (person === undefined || person === '') {
    throw new CrosscurrentError('bad_call', 'Nobody is named.', 'Say who with --author ID.');
  }
  const name = textOption(command, 'stream');
  const stream = name === undefined ? undefined : findStream(dependencies.catalogue, name).name;
  const configuration = configure(invocation, command, SPEC);
  const args = { person, ...(stream === undefined ? {} : { stream }) };
  const result = await withSession(invocation, { configuration, command: 'forget' }, (session) =>
    session.run('forget', args, { onProgress: showProgress(progress, 'event'), signal }),
  );
  const { streams } = readResult(ForgetResult, 'forget', result);
  if (isSet(command, 'json')) {
    await output.json(result);
    return;
  }
  const cells = streams.map((one) => [one.stream, count(one.events), count(one.deadLetters)]);
  const events = streams.reduce((sum, one) => sum + one.events, 0);
  const end = events === 0 ? 'Nothing of this author counts.' : `${counted(events, 'event')} deleted.`;
  await output.write(`${table(COLUMNS, cells)}\n${end}\n`);
}

/** `crosscurrent forget --author ID`. */
export function addForget(program: Command, invocation: Invocation): void {
  const command = addCommand(program, SPEC)
    .option('--author <id>', 'Whose events, by the id that the stream has of them')
    .option('--stream <name>', 'Only in this stream');
  command.action(() => run(invocation, command));
}
