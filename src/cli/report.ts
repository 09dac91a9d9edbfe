import type { Command } from 'commander';
import { CrosscurrentError } from '../event/errors.ts';
import { suggest } from '../jobs/configuration/suggest.ts';
import type { ParameterDescription, ReportAnswer } from '../reports/answer.ts';
import { type Declared, findReport, isListing, reportsByName, wordsOf } from '../reports/find.ts';
import { formatReport, REPORT_FORMATS, type ReportFormat } from '../reports/format.ts';
import { askedForListing } from '../reports/listing/asked.ts';
import { parametersOf } from '../reports/offered.ts';
import { askedFor } from '../reports/parameters.ts';
import { addCommand, addCommonOptions, type CommandSpec, configure } from './command.ts';
import { type Invocation, isSet, textOption, withSession } from './invocation.ts';
import { ReportResult, readResult } from './results.ts';

/** A value to show in an example: the declared one, the first choice, or the default. */
function exampleValue({ example, choices, default: preset }: ParameterDescription): string | undefined {
  const value = example ?? choices?.[1] ?? choices?.[0] ?? preset;
  return value === undefined ? undefined : String(value);
}

function optionText(parameter: ParameterDescription): string {
  const notes = [
    ...(parameter.choices === undefined ? [] : [`one of ${parameter.choices.join(', ')}`]),
    ...(parameter.required ? ['required'] : []),
    ...(parameter.default === undefined ? [] : [`default ${parameter.default}`]),
    ...(parameter.example === undefined ? [] : [`for example ${parameter.example}`]),
  ];
  return notes.length === 0 ? parameter.about : `${parameter.about} (${notes.join('; ')})`;
}

function examplesOf(name: string, parameters: readonly ParameterDescription[]): CommandSpec['examples'] {
  const call = (wanted: readonly ParameterDescription[], rest = ''): string => {
    const given = wanted.map((one) => ` --${one.name} ${exampleValue(one) ?? 'VALUE'}`);
    return `crosscurrent report ${name}${given.join('')}${rest}`;
  };
  const required = parameters.filter((one) => one.required);
  const day = parameters.filter((one) => one.name === 'day');
  const own = parameters.filter((one) => !one.required && one.choices !== undefined);
  return [
    [call(required), 'As it stands'],
    [call([...required, ...day], ' --format csv'), 'One day, as CSV'],
    ...(own.length === 0 ? [] : [[call([...required, ...own.slice(0, 1)]), 'Another choice'] as const]),
  ];
}

function specOf(declared: Declared, parameters: readonly ParameterDescription[]): CommandSpec {
  const { title, question, notes } = wordsOf(declared);
  return {
    usage: declared.name,
    about: `${title}. ${question}${notes === undefined ? '' : ` ${notes}`}`,
    json: 'The same as --format json',
    examples: examplesOf(declared.name, parameters),
  };
}

function formatOf(command: Command): ReportFormat {
  const text = textOption(command, 'format');
  if (text === undefined) return isSet(command, 'json') ? 'json' : 'table';
  const format = REPORT_FORMATS.find((name) => name === text);
  if (format !== undefined) return format;
  throw new CrosscurrentError(
    'bad_call',
    `--format cannot be "${text}".`,
    suggest(text, REPORT_FORMATS, 'formats'),
  );
}

/** Parameters that were given, by name. Only the report's own command knows them. */
function givenParameters(
  command: Command,
  parameters: readonly ParameterDescription[],
): Record<string, string> {
  return Object.fromEntries(
    parameters.flatMap(({ name }) => {
      const option = command.options.find((one) => one.long === `--${name}`);
      const value: unknown =
        option === undefined ? undefined : command.getOptionValue(option.attributeName());
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

/** A wrong parameter is told before anything is started. */
function refuseWrong(declared: Declared, params: Readonly<Record<string, string>>): void {
  if (isListing(declared)) askedForListing(declared, params);
  else askedFor(declared, params);
}

async function run(invocation: Invocation, command: Command, declared: Declared): Promise<void> {
  const parameters = parametersOf(declared);
  const params = givenParameters(command, parameters);
  const format = formatOf(command);
  refuseWrong(declared, params);
  const configuration = configure(invocation, command, specOf(declared, parameters));
  const request = { configuration, command: `report ${declared.name}` };
  const result = await withSession(invocation, request, (session) =>
    session.run('report', { name: declared.name, params }, { signal: invocation.signal }),
  );
  const answer = readResult(ReportResult, 'report', result);
  const shape = isListing(declared) ? declared.listing.chart : 'table';
  const text = formatReport(answer, format, shape);
  await invocation.output.write(format === 'table' ? `${text}\n${periodLine(answer)}` : text);
}

function periodLine({ params: { from, to }, asOf, unknown }: ReportAnswer): string {
  const period = from === undefined || to === undefined ? 'Nothing is stored yet' : `From ${from} to ${to}`;
  const why = unknown === undefined ? '' : `Some counts are not known. ${unknown}\n`;
  return `${period}${asOf === null ? '' : `, as of ${asOf}`}.\n${why}`;
}

function addOne(group: Command, invocation: Invocation, declared: Declared): void {
  const parameters = parametersOf(declared);
  const command = addCommand(group, specOf(declared, parameters)).summary(wordsOf(declared).title);
  for (const parameter of parameters) {
    command.option(`--${parameter.name} <value>`, optionText(parameter));
  }
  command.option('--format <format>', 'table, json or csv (default table)');
  command.action(() => run(invocation, command, declared));
}

/** `crosscurrent report NAME`: each report is a command of its own, with its parameters as options. */
export function addReport(program: Command, invocation: Invocation): void {
  const reports = reportsByName(invocation.dependencies.catalogue);
  const group = program
    .command('report')
    .description('Run a report; `crosscurrent report NAME --help` tells its parameters')
    .usage('[options] NAME')
    .argument('[name]', 'Name of a report')
    .allowUnknownOption()
    .allowExcessArguments();
  addCommonOptions(group);
  for (const declared of reports.values()) addOne(group, invocation, declared);
  group.addHelpText('after', '\nExample:\n  crosscurrent report top-products --day 2026-01-01 --format csv');
  group.action(() => {
    const [name] = group.args;
    if (name !== undefined) findReport(reports, name);
    throw new CrosscurrentError(
      'bad_call',
      'The name of a report is missing.',
      '`crosscurrent reports` lists them.',
    );
  });
}
