import { PassThrough } from 'node:stream';
import type { Command, Option } from 'commander';
import type { Invocation } from '../../src/cli/invocation.ts';
import { createProgram } from '../../src/cli/program.ts';
import { streamSettingsOf } from '../../src/jobs/configuration/stream-settings.ts';
import type { Stream } from '../../src/stream/define.ts';
import { block, code, page, table } from './markdown.ts';

/** The reference of the command line, from the program that parses it. */
export function cliPage(catalogue: readonly Stream[]): string {
  const written: string[] = [];
  const program = createProgram(invocationFor(catalogue, written));
  const commands = program.commands.filter((command) => command.name() !== 'help');
  return page('Command line', [
    program.description(),
    table(
      ['command', 'what it does'],
      commands.map((command) => [
        `[${code(command.name())}](#${command.name()})`,
        command.summary() || command.description(),
      ]),
    ),
    'Exit codes: 0 good, 1 the work failed, 2 the call is wrong. With `--json` a command prints JSON on standard output; progress and notes go to standard error. Every command works while `start` runs on the same data folder, and without it.',
    '## Options of every command',
    optionTable(program.options.filter(isCommon)),
    ...commands.flatMap((command) => describe(command, written)),
  ]);
}

function describe(command: Command, written: string[], group = ''): string[] {
  const name = `${group}${command.name()}`;
  const isReports = name === 'report';
  const parts = [
    `${group === '' ? '##' : '###'} ${name}`,
    command.description(),
    block('sh', `crosscurrent ${name} ${command.usage()}`.trim()),
    table(
      ['argument', 'what it is'],
      command.registeredArguments
        .filter((one) => one.description !== '')
        .map((one) => [code(one.name()), one.description]),
    ),
    optionTable(command.options.filter((option) => !option.hidden && !isCommon(option))),
    examples(command, written),
    isReports
      ? 'Each report is a command of its own with its parameters as options: see [Reports](reports.md).'
      : '',
  ];
  const below = isReports ? [] : command.commands.filter((one) => one.name() !== 'help');
  return [...parts, ...below.flatMap((one) => describe(one, written, `${name} `))];
}

function isCommon(option: Option): boolean {
  return option.helpGroupHeading === 'Options of every command:';
}

function optionTable(options: readonly Option[]): string {
  return table(
    ['option', 'what it does'],
    options.map((option) => [code(option.flags), option.description]),
  );
}

/** What stands behind "Examples:" in the help of a command. */
function examples(command: Command, written: string[]): string {
  written.length = 0;
  command.outputHelp();
  const [, text = ''] = written.join('').split(/\nExamples?:\n/);
  const lines = text.split('\n').map((line) => line.replace(/^ {2}/, ''));
  const shown = lines.map((line) =>
    line.startsWith('  ') ? line.trim() : line === '' ? '' : `# ${line.replace(/:$/, '')}`,
  );
  const end = lines.indexOf('');
  const kept = end < 0 ? shown : shown.slice(0, end);
  return kept.length === 0 || kept.join('') === '' ? '' : block('sh', kept.join('\n'));
}

/** A call that only says what it is: whatever would need more ends it. */
function invocationFor(catalogue: readonly Stream[], written: string[]): Invocation {
  const never = (): never => {
    throw new Error('the reference runs no command');
  };
  const write = async (text: string): Promise<boolean> => {
    written.push(text);
    return true;
  };
  const [stdin, stdout, stderr] = [
    new PassThrough(),
    Object.assign(new PassThrough(), { columns: 110 }),
    new PassThrough(),
  ];
  return {
    dependencies: {
      version: '',
      catalogue,
      streamSettings: streamSettingsOf(catalogue),
      environment: {},
      workingFolder: '',
      clock: { now: () => 0 },
      terminal: { stdin, stdout, stderr },
      interrupts: { listen: () => () => undefined, exitNow: never },
      open: never,
      start: never,
      work: never,
      verify: never,
      diagnose: never,
    },
    output: {
      write,
      line: (text) => write(`${text}\n`),
      json: (value) => write(JSON.stringify(value)),
      note: () => undefined,
    },
    progress: { show: () => undefined, say: () => undefined, clear: () => undefined },
    signal: new AbortController().signal,
    setExit: () => undefined,
    onInterrupt: () => undefined,
  };
}
