import { type Command, Option } from 'commander';
import { CrosscurrentError } from '../event/errors.ts';
import { isoInstant } from '../event/time.ts';
import {
  type StreamVerdict,
  VERIFIED_ENGINES,
  type VerifiedEngine,
  type VerifiedInput,
} from '../jobs/verify/contract.ts';
import type { RowDifference, TableComparison } from '../warehouse/compare.ts';
import { addCommand, type CommandSpec, configure } from './command.ts';
import { type Invocation, isSet, textOption } from './invocation.ts';
import { numberOption } from './numbers.ts';
import { findStream } from './streams-by-name.ts';
import { count, counted } from './terminal/figures.ts';
import { printable, table } from './terminal/table.ts';

const SPEC: CommandSpec = {
  usage: 'verify [streams...]',
  about:
    'Send the same events of streams (all without a name) through the embedded engine and through Kafka and Flink, and compare every row of every rollup. Topics, databases and jobs are made for it and removed',
  summary: 'Compare the engines, row by row, on the same events',
  json: 'Print a line of JSON for each stream: equal, tables, examples',
  settings: ['database-url'],
  examples: [
    ['crosscurrent verify', 'Compare all streams with simulated events'],
    ['crosscurrent verify web-behaviour --events 100000 --seed 7', 'More of them, of one stream'],
    ['crosscurrent verify posts --file posts.ndjson --engine workers', 'A file, with workers on Kafka'],
  ],
};

const DEFAULT_EVENTS = 20_000;
const DEFAULT_SEED = 1;
const DEFAULT_SECONDS = 600;

/** Differences that are shown of a stream. */
const SHOWN = 20;

function addOptions(command: Command): void {
  command
    .option('--events <number>', `Simulated events of each stream (default: ${DEFAULT_EVENTS})`)
    .option('--seed <number>', `Of the simulation (default: ${DEFAULT_SEED})`)
    .option('--file <file>', 'Events of a file instead, for one stream')
    .option('--format <format>', 'Of the file; found out when left out')
    .addOption(
      new Option('--engine <engine>', 'What is compared: flink, or workers (two DuckDB workers on Kafka)')
        .choices(VERIFIED_ENGINES)
        .default('flink'),
    )
    .option(
      '--time-limit <seconds>',
      `Until the figures of a stream must be there (default: ${DEFAULT_SECONDS})`,
    );
}

function inputOf(command: Command): VerifiedInput {
  const file = textOption(command, 'file');
  const events = textOption(command, 'events');
  const seed = textOption(command, 'seed');
  if (file === undefined) {
    return {
      kind: 'simulated',
      events: numberOption({ flag: '--events', text: events, min: 1, whole: true }) ?? DEFAULT_EVENTS,
      seed: numberOption({ flag: '--seed', text: seed, min: 0, whole: true }) ?? DEFAULT_SEED,
    };
  }
  if (events !== undefined || seed !== undefined || command.args.length !== 1) {
    throw new CrosscurrentError(
      'bad_call',
      '--file takes the events of one stream from a file.',
      'Name that stream, and leave --events and --seed out.',
    );
  }
  return { kind: 'file', path: file, format: textOption(command, 'format') };
}

function engineOf(command: Command): VerifiedEngine {
  const name = textOption(command, 'engine');
  return VERIFIED_ENGINES.find((engine) => engine === name) ?? 'flink';
}

const ENGINE_NAMES: Readonly<Record<VerifiedEngine, string>> = { flink: 'Flink', workers: 'workers' };

/** A verdict as text: a table of counts, then what differs. */
export function describeVerdict(verdict: StreamVerdict): string {
  const { stream, tables, outcome, engine } = verdict;
  const all = tables.reduce((sum, one) => sum + one.rows, 0);
  const events = `${counted(verdict.lines, 'line')} (${count(outcome.stored)} stored, ${count(outcome.duplicate)} duplicate, ${count(outcome.rejected)} rejected)`;
  const troubles = verdict.troubles.map((words) => `  on the way: ${printable(words)}\n`).join('');
  if (verdict.equal) {
    return `${stream}: equal. ${counted(all, 'row')} of ${counted(tables.length, 'table')}, made of ${events}, are the same on DuckDB and ${ENGINE_NAMES[engine]}; ${count(Math.round(verdict.seconds))} s.\n${troubles}`;
  }
  const head = `${stream}: NOT equal, made of ${events}.\n`;
  return `${head}${countsTable(tables, ENGINE_NAMES[engine])}${differences(verdict)}${troubles}`;
}

function countsTable(tables: readonly TableComparison[], engine: string): string {
  const right = 'right';
  return table(
    [
      { name: 'table' },
      { name: 'DuckDB rows', align: right },
      { name: `${engine} rows`, align: right },
      { name: 'missing', align: right },
      { name: 'unexpected', align: right },
      { name: 'different', align: right },
    ],
    tables.map((one) => [
      one.table,
      ...[one.rows, one.otherRows, one.missing, one.unexpected, one.different].map(count),
    ]),
  );
}

function differences({ tables, engine }: StreamVerdict): string {
  const all = tables.flatMap(({ table: name, examples }) => examples.map((example) => ({ name, example })));
  const lines = all.slice(0, SHOWN).map(({ name, example }) => `  ${name} ${describeRow(example, engine)}\n`);
  const total = tables.reduce((sum, one) => sum + one.missing + one.unexpected + one.different, 0);
  const more = total > lines.length ? `  ... and ${count(total - lines.length)} more\n` : '';
  return `Differences:\n${lines.join('')}${more}`;
}

/** The row's key, and of its measures those that are not the same: `views 3 | 2`. */
function describeRow({ one, other }: RowDifference, engine: VerifiedEngine): string {
  const row = one ?? other ?? {};
  const values = (name: string): readonly [string | null, string | null] => [
    one?.[name] ?? null,
    other?.[name] ?? null,
  ];
  const there = one !== null && other !== null;
  const words = Object.keys(row).flatMap((name) => {
    const [own, others] = values(name);
    if (name === 'window_start') return [isoInstant(Number(own ?? others))];
    const shown = own ?? others ?? 'NULL';
    return there && own !== others
      ? [`${name}: ${own ?? 'NULL'} on DuckDB, ${others ?? 'NULL'} on ${ENGINE_NAMES[engine]}`]
      : [`${name}=${shown}`];
  });
  const side = there ? '' : `only on ${one === null ? ENGINE_NAMES[engine] : 'DuckDB'}: `;
  return printable(`${side}${words.join(', ')}`);
}

async function run(invocation: Invocation, command: Command): Promise<void> {
  const { dependencies, output, progress, signal } = invocation;
  for (const name of command.args) findStream(dependencies.catalogue, name);
  const asJson = isSet(command, 'json');
  const limit = textOption(command, 'timeLimit');
  const seconds = numberOption({ flag: '--time-limit', text: limit, min: 1, whole: true }) ?? DEFAULT_SECONDS;
  const written: Promise<unknown>[] = [];
  const verdicts = await dependencies.verify({
    configuration: configure(invocation, command, SPEC),
    streams: command.args,
    input: inputOf(command),
    engine: engineOf(command),
    withinMs: seconds * 1000,
    signal,
    say: (words) => progress.say(words),
    onVerdict(verdict) {
      written.push(asJson ? output.json(verdict) : output.write(describeVerdict(verdict)));
    },
  });
  await Promise.all(written);
  if (verdicts.some(({ equal }) => !equal)) invocation.setExit(1);
}

/** `crosscurrent verify [STREAM...]`. */
export function addVerify(program: Command, invocation: Invocation): void {
  const command = addCommand(program, SPEC);
  addOptions(command);
  command.action(() => run(invocation, command));
}
