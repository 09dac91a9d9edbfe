import path from 'node:path';
import type { Command } from 'commander';
import { CrosscurrentError } from '../event/errors.ts';
import type { Configuration } from '../jobs/configuration/load.ts';
import { readSecret } from '../jobs/host/secrets.ts';
import { parseDay, parseInstant } from '../reports/instant.ts';
import type { Stream } from '../stream/define.ts';
import { simulatedChunks } from '../stream/simulator.ts';
import { addCommand, type CommandSpec, configure } from './command.ts';
import { type Invocation, isSet, textOption, withSession } from './invocation.ts';
import { numberOption } from './numbers.ts';
import { readResult, SimulateResult } from './results.ts';
import type { OnLines, SimulationPlan, SimulationSummary } from './simulation/plan.ts';
import { simulateToCollector } from './simulation/to-collector.ts';
import { simulateToFile } from './simulation/to-file.ts';
import { findStream } from './streams-by-name.ts';
import { count, counted, duration } from './terminal/figures.ts';
import { showProgress } from './work-progress.ts';

const SPEC: CommandSpec = {
  usage: 'simulate <stream>',
  about: 'Make up events, the same for the same seed, start and rate',
  json: 'Print how many, as JSON (not with --out -)',
  examples: [
    ['crosscurrent simulate web-behaviour --rate 200', 'Into the log, 200 a second, until Ctrl-C'],
    ['crosscurrent simulate web-behaviour --count 1000000 --out events.ndjson', 'A million into a file'],
    ['crosscurrent simulate web-behaviour --count 10 --out - | head -3', 'A few to look at'],
    ['crosscurrent simulate web-behaviour --out http://127.0.0.1:4100', 'To a collector'],
  ],
};

const DEFAULT_RATE = 10;

/** Where the lines go. */
type Target =
  | { readonly kind: 'log' }
  | { readonly kind: 'output' }
  | { readonly kind: 'collector'; readonly url: string }
  | { readonly kind: 'file'; readonly file: string };

function targetOf(text: string, workingFolder: string): Target {
  if (text === 'log') return { kind: 'log' };
  if (text === '-') return { kind: 'output' };
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) return { kind: 'collector', url: text };
  return { kind: 'file', file: path.resolve(workingFolder, text) };
}

function startOption(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = parseDay(text) ?? parseInstant(text);
  if (at !== undefined) return at;
  throw new CrosscurrentError(
    'bad_call',
    `--start cannot be "${text}".`,
    'It must be a day or an instant, such as 2026-01-01 or 2026-01-01T08:00:00Z.',
  );
}

function planOf(command: Command, stream: Stream, target: Target, now: number): SimulationPlan {
  const text = (name: string) => textOption(command, name);
  const rate = numberOption({ flag: '--rate', text: text('rate'), min: 0.001, whole: false }) ?? DEFAULT_RATE;
  const lines = numberOption({ flag: '--count', text: text('count'), min: 1, whole: true });
  const seed = numberOption({ flag: '--seed', text: text('seed'), min: 0, whole: true }) ?? 1;
  if (target.kind === 'file' && lines === undefined) {
    throw new CrosscurrentError('bad_call', 'A file needs an end.', 'Say how many lines with --count.');
  }
  // What is written at once should end about now, not in the future, where it would be rejected.
  const isLive = target.kind === 'log' || target.kind === 'collector';
  const before = isLive ? 0 : Math.ceil(((lines ?? 0) / rate) * 1000);
  return { stream: stream.name, rate, count: lines, seed, start: startOption(text('start')) ?? now - before };
}

async function collectorKey(command: Command, configuration: Configuration): Promise<string> {
  return textOption(command, 'key') ?? (await readSecret(configuration.values['data-dir'], 'collector-key'));
}

async function simulateToLog(
  invocation: Invocation,
  configuration: Configuration,
  plan: SimulationPlan,
  isStartGiven: boolean,
): Promise<SimulationSummary> {
  const { progress, signal } = invocation;
  const { stream, rate, seed } = plan;
  const args = {
    stream,
    rate,
    seed,
    out: 'log',
    ...(plan.count === undefined ? {} : { count: plan.count }),
    ...(isStartGiven ? { start: plan.start } : {}),
  };
  return await withSession(invocation, { configuration, command: `simulate ${stream}` }, async (session) => {
    const options = { onProgress: showProgress(progress, 'event'), signal };
    return readResult(SimulateResult, 'simulate', await session.run('simulate', args, options));
  });
}

async function simulateToOutput(
  invocation: Invocation,
  stream: Stream,
  plan: SimulationPlan,
): Promise<number> {
  let events = 0;
  const source = stream.simulator(plan);
  for (const chunk of simulatedChunks(source, plan.count ?? Number.POSITIVE_INFINITY)) {
    if (invocation.signal.aborted || !(await invocation.output.write(chunk.text))) break;
    events += chunk.lines;
  }
  return events;
}

/** Makes the lines in this process. */
async function simulateHere(
  invocation: Invocation,
  work: { stream: Stream; plan: SimulationPlan; target: Exclude<Target, { kind: 'log' }> },
  key: () => Promise<string>,
): Promise<SimulationSummary> {
  const { dependencies, progress, signal } = invocation;
  const { stream, plan, target } = work;
  const began = performance.now();
  let events = 0;
  const onLines: OnLines = (done) => {
    events = done;
    const share = plan.count === undefined ? undefined : done / plan.count;
    progress.show({ done, thing: 'event', share, seconds: (performance.now() - began) / 1000 });
  };
  const total = plan.count ?? Number.POSITIVE_INFINITY;
  if (target.kind === 'output') events = await simulateToOutput(invocation, stream, plan);
  else if (target.kind === 'file') {
    await simulateToFile(stream.simulator(plan), { file: target.file, count: total }, onLines, signal);
  } else {
    const collector = { url: target.url, key: await key(), stream: stream.name };
    const to = { collector, count: total, clock: dependencies.clock };
    await simulateToCollector(stream.simulator(plan), to, onLines, signal);
  }
  return { events, seconds: (performance.now() - began) / 1000 };
}

async function run(invocation: Invocation, command: Command): Promise<void> {
  const { dependencies, output } = invocation;
  const stream = findStream(dependencies.catalogue, command.args[0] ?? '');
  const target = targetOf(textOption(command, 'out') ?? 'log', dependencies.workingFolder);
  const plan = planOf(command, stream, target, dependencies.clock.now());
  const configuration = configure(invocation, command, SPEC);
  const isStartGiven = textOption(command, 'start') !== undefined;
  const { events, seconds } =
    target.kind === 'log'
      ? await simulateToLog(invocation, configuration, plan, isStartGiven)
      : await simulateHere(invocation, { stream, plan, target }, () => collectorKey(command, configuration));
  if (target.kind === 'output') return;
  if (isSet(command, 'json')) {
    await output.json({ stream: stream.name, events, seed: plan.seed, rate: plan.rate, seconds });
    return;
  }
  const rate = seconds > 0 ? ` (${count(events / seconds)}/s)` : '';
  await output.line(`${stream.name}: ${counted(events, 'event')} simulated in ${duration(seconds)}${rate}`);
}

/** `crosscurrent simulate STREAM`. */
export function addSimulate(program: Command, invocation: Invocation): void {
  const command = addCommand(program, SPEC)
    .option(
      '--rate <number>',
      `Events a second of simulated time, averaged over a day (default ${DEFAULT_RATE})`,
    )
    .option('--count <number>', 'How many; without it until Ctrl-C')
    .option('--seed <number>', 'Another seed makes other events (default 1)')
    .option(
      '--start <instant>',
      'Where simulated time begins: a day or an instant (default now; what lies in the past is caught up at once)',
    )
    .option(
      '--out <target>',
      'log, a file (also .gz or .zst), - for standard output, or the address of a collector (default log)',
    )
    .option('--key <key>', 'Collector key, for an address (default: that of the data folder)');
  command.action(() => run(invocation, command));
}
