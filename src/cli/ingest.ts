import path from 'node:path';
import type { Command } from 'commander';
import type { z } from 'zod';
import { describeReason } from '../event/outcome.ts';
import { addCommand, type CommandSpec, configure } from './command.ts';
import { FORMATS_ABOUT, formatOption, resolveInputs, withFiles } from './inputs.ts';
import { type Invocation, isSet, textOption, withSession } from './invocation.ts';
import { IngestResult, readResult, SendResult } from './results.ts';
import { findStream } from './streams-by-name.ts';
import { bytes, count, counted, duration } from './terminal/figures.ts';
import { showProgress } from './work-progress.ts';

const SPEC: CommandSpec = {
  usage: 'ingest <stream> <files...>',
  about:
    'Load files, folders or patterns into a stream (- is standard input); waits until all of it is in the warehouse. With a log in Kafka each line is sent to the topic; what was broken off goes on where it stopped',
  summary: 'Load files, folders or patterns into a stream',
  json: 'Print the accounting as JSON',
  examples: [
    ['crosscurrent ingest web-behaviour events.ndjson', 'Load a file'],
    ["crosscurrent ingest web-behaviour 'logs/**/*.ndjson.gz'", 'Load every file that fits a pattern'],
    [
      'crosscurrent ingest web-behaviour access.log --format combined',
      'Load an access log of Apache or nginx',
    ],
    ['crosscurrent ingest posts jetstream.ndjson.gz', "Load a recording of Bluesky's Jetstream"],
    ['crosscurrent ingest articles feeds/ --format rss', 'Load RSS feeds that were saved'],
    ['zcat events.json.gz | crosscurrent ingest web-behaviour - --json', 'Load standard input'],
  ],
};

type Accounting = z.infer<typeof IngestResult>;

/** The accounting in words, reasons below it, most first. */
function describeAccounting(result: Accounting): string {
  const { stream, received, stored, duplicate, rejected, skipped, seconds } = result;
  const rate = seconds > 0 ? ` (${count(received / seconds)} events/s)` : '';
  const head = `${stream}: ${counted(received, 'event')} received, ${count(stored)} stored, ${counted(duplicate, 'duplicate')}, ${count(rejected.total)} rejected in ${duration(seconds)}${rate}`;
  const reasons = Object.entries(rejected.byReason)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([reason, events]) => `  ${count(events)} rejected: ${describeReason(reason)}`);
  const advice = rejected.total > 0 ? [`  \`crosscurrent dead-letters list ${stream}\` shows them.`] : [];
  const others = skipped > 0 ? [`  ${counted(skipped, 'message')} skipped: no events of this stream`] : [];
  return [head, ...reasons, ...advice, ...others].join('\n');
}

/** What was sent to Kafka, in words. */
function describeSending(result: z.infer<typeof SendResult>): string {
  const { stream, sent, refused, skipped, files, sentIn } = result;
  const rate =
    sent > 0 && sentIn > 0 ? ` (${count(sent / sentIn)} lines/s, ${bytes(result.bytes / sentIn)}/s)` : '';
  const before = files.filter((file) => file.sentBefore !== null);
  return [
    `${stream}: ${counted(sent, 'line')} sent to Kafka in ${duration(sentIn)}${rate}`,
    ...(sent > 0 ? [`  ${whereItIs(result)}`] : []),
    ...(refused > 0 ? [`  ${counted(refused, 'line')} of them cannot be read, and become dead letters`] : []),
    ...(skipped > 0 ? [`  ${counted(skipped, 'message')} skipped: no events of this stream`] : []),
    ...before.map(
      (file) => `  ${file.path} was sent whole at ${file.sentBefore ?? ''}; nothing of it was sent again`,
    ),
  ].join('\n');
}

function whereItIs({ stream, inWarehouse, waiting, taken }: z.infer<typeof SendResult>): string {
  const audit = '`crosscurrent audit` shows what became of them';
  if (inWarehouse) return `All are in the warehouse; ${audit}.`;
  if (!taken) return `Flink and archive workers take them from there; ${audit}.`;
  return `${counted(waiting, 'event')} of ${stream} wait there: start \`crosscurrent start\` or \`crosscurrent worker\`.`;
}

async function run(invocation: Invocation, command: Command): Promise<void> {
  const { dependencies, output, progress, signal } = invocation;
  const [streamName = '', ...given] = command.args;
  const stream = findStream(dependencies.catalogue, streamName);
  const format = formatOption(stream, textOption(command, 'format'));
  const configuration = configure(invocation, command, SPEC);
  const inputs = await resolveInputs(invocation, given);
  const request = { configuration, command: `ingest ${stream.name}` };
  const answer = await withSession(invocation, request, (session) =>
    withFiles(invocation, inputs, path.join(session.dataDir, 'scratch'), async (paths) => {
      const args = { stream: stream.name, inputs: paths, ...(format === undefined ? {} : { format }) };
      const options = { onProgress: showProgress(progress, 'event'), signal };
      return await session.run('ingest', args, options);
    }),
  );
  const sent = SendResult.safeParse(answer).data;
  if (sent !== undefined) {
    if (isSet(command, 'json')) await output.json(sent);
    else await output.line(describeSending(sent));
    return;
  }
  const result = readResult(IngestResult, 'ingest', answer);
  if (!isSet(command, 'json')) {
    await output.line(describeAccounting(result));
    return;
  }
  const { received, stored, duplicate, rejected, skipped, seconds } = result;
  const accounted = { stream: stream.name, received, stored, duplicate, rejected, seconds };
  await output.json(skipped > 0 ? { ...accounted, skipped } : accounted);
}

/** `crosscurrent ingest STREAM FILE...`. */
export function addIngest(program: Command, invocation: Invocation): void {
  const command = addCommand(program, SPEC).option('--format <format>', FORMATS_ABOUT);
  command.action(() => run(invocation, command));
}
