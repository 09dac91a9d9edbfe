import type { Command } from 'commander';
import { CrosscurrentError } from '../event/errors.ts';
import { describeReason } from '../event/outcome.ts';
import { addCommand, addGroup, type CommandSpec, configure } from './command.ts';
import { type Invocation, isSet, textOption, withSession } from './invocation.ts';
import { numberOption } from './numbers.ts';
import { DeadLetterList, DeadLetterShown, ReplayResult, ReplaySent, readResult } from './results.ts';
import { findStream } from './streams-by-name.ts';
import { bytes, count, counted } from './terminal/figures.ts';
import { printable, table } from './terminal/table.ts';
import { showProgress } from './work-progress.ts';

const LIST: CommandSpec = {
  usage: 'list [stream]',
  about: 'List rejected lines, the newest first',
  json: 'Print them as JSON',
  isDefault: true,
  examples: [
    ['crosscurrent dead-letters list web-behaviour', 'The latest of one stream'],
    ['crosscurrent dead-letters list --reason not_json --limit 10', 'Ten that are no JSON'],
  ],
};

const SHOW: CommandSpec = {
  usage: 'show <id>',
  about: 'Show one rejected line whole',
  json: 'Print it as JSON',
  examples: [
    ['crosscurrent dead-letters show 17', 'See why it was rejected'],
    ['crosscurrent dead-letters show 17 --raw > line.json', 'The line alone, to mend it'],
  ],
};

const REPLAY: CommandSpec = {
  usage: 'replay <stream> [ids...]',
  about:
    'Take rejected lines in again, after what was wrong has been mended; without ids all of the stream. With a log in Kafka they are sent to the topic again',
  summary: 'Take rejected lines in again',
  json: 'Print what became of them as JSON',
  examples: [
    ['crosscurrent dead-letters replay web-behaviour', 'All of a stream'],
    ['crosscurrent dead-letters replay web-behaviour 17 18', 'Two of them'],
  ],
};

const SNIPPET = 60;

function snippet(raw: string): string {
  const text = printable(raw);
  return text.length > SNIPPET ? `${text.slice(0, SNIPPET)}…` : text;
}

function checkedId(text: string): string {
  if (/^\d+$/.test(text)) return text;
  throw new CrosscurrentError(
    'bad_call',
    `"${text}" is no id of a dead letter.`,
    '`crosscurrent dead-letters list` shows the ids.',
  );
}

async function list(invocation: Invocation, command: Command): Promise<void> {
  const { dependencies, output, signal } = invocation;
  const [name] = command.args;
  const stream = name === undefined ? undefined : findStream(dependencies.catalogue, name).name;
  const limit =
    numberOption({ flag: '--limit', text: textOption(command, 'limit'), min: 1, whole: true }) ?? 50;
  const before = textOption(command, 'before');
  const reason = textOption(command, 'reason');
  const args = {
    ...(stream === undefined ? {} : { stream }),
    ...(reason === undefined ? {} : { reason }),
    limit,
    ...(before === undefined ? {} : { before: checkedId(before) }),
  };
  const configuration = configure(invocation, command, LIST);
  const result = await withSession(invocation, { configuration, command: 'dead-letters list' }, (session) =>
    session.run('dead-letters.list', args, { signal }),
  );
  const { total, rows } = readResult(DeadLetterList, 'dead-letters.list', result);
  if (isSet(command, 'json')) await output.json(result);
  else if (rows.length === 0) await output.line('No dead letters.');
  else {
    const cells = rows.map((row) => [
      row.id,
      row.stream,
      row.receivedAt,
      describeReason(row.reason),
      snippet(row.raw),
    ]);
    const columns = ['ID', 'STREAM', 'RECEIVED', 'REASON', 'LINE'].map((heading) => ({ name: heading }));
    await output.write(
      `${table(columns, cells)}\n${count(rows.length)} of ${counted(total, 'dead letter')}.\n`,
    );
  }
}

async function show(invocation: Invocation, command: Command): Promise<void> {
  const { output, signal } = invocation;
  const id = checkedId(command.args[0] ?? '');
  const configuration = configure(invocation, command, SHOW);
  const result = await withSession(invocation, { configuration, command: 'dead-letters show' }, (session) =>
    session.run('dead-letters.show', { id }, { signal }),
  );
  const letter = readResult(DeadLetterShown, 'dead-letters.show', result);
  if (isSet(command, 'json')) await output.json(result);
  else if (isSet(command, 'raw')) await output.line(letter.raw);
  else {
    const lines = [
      `id        ${letter.id}`,
      `stream    ${letter.stream}`,
      `from      ${printable(letter.source)}, offset ${letter.offset}`,
      `received  ${letter.receivedAt}`,
      `size      ${bytes(letter.bytes)}`,
      `rejected  ${printable(describeReason(letter.reason))} (${printable(letter.reason)})`,
      `replayed  ${letter.replayedAt ?? 'not yet'}`,
      '',
      printable(letter.raw),
    ];
    await output.line(lines.join('\n'));
  }
}

async function replay(invocation: Invocation, command: Command): Promise<void> {
  const { dependencies, output, progress, signal } = invocation;
  const [name = '', ...texts] = command.args;
  const stream = findStream(dependencies.catalogue, name).name;
  const ids = texts.map(checkedId);
  const args = { stream, ...(ids.length === 0 ? {} : { ids }) };
  const configuration = configure(invocation, command, REPLAY);
  const request = { configuration, command: `dead-letters replay ${stream}` };
  const result = await withSession(invocation, request, (session) =>
    session.run('dead-letters.replay', args, { onProgress: showProgress(progress, 'line'), signal }),
  );
  const words = describeReplay(result);
  if (isSet(command, 'json')) await output.json(result);
  else await output.line(`${stream}: ${words}`);
}

/** What became of replayed lines; with a log in Kafka those who take them in decide on it. */
function describeReplay(result: unknown): string {
  const sent = ReplaySent.safeParse(result).data;
  if (sent !== undefined) {
    const where = sent.inWarehouse ? 'and are in the warehouse' : 'and wait there to be taken in';
    return `${counted(sent.sent, 'line')} sent to Kafka again, ${where}; \`crosscurrent audit\` shows what became of them`;
  }
  const { replayed, stored, duplicate } = readResult(ReplayResult, 'dead-letters.replay', result);
  const rejected = replayed - stored - duplicate;
  return `${counted(replayed, 'line')} replayed: ${count(stored)} stored, ${counted(duplicate, 'duplicate')}, ${count(rejected)} rejected again`;
}

/** `crosscurrent dead-letters list|show|replay`; `list` when none is named. */
export function addDeadLetters(program: Command, invocation: Invocation): void {
  const group = addGroup(program, 'dead-letters', 'Rejected lines: list, show, replay');
  const lister = addCommand(group, LIST)
    .option('--reason <reason>', 'Only this reason, such as not_json or missing:id')
    .option('--limit <number>', 'How many, default 50')
    .option('--before <id>', 'Only older ones than this id');
  lister.action(() => list(invocation, lister));
  const shower = addCommand(group, SHOW).option('--raw', 'Print the line alone');
  shower.action(() => show(invocation, shower));
  const replayer = addCommand(group, REPLAY);
  replayer.action(() => replay(invocation, replayer));
}
