import type { Command } from 'commander';
import { reportsByName } from '../reports/find.ts';
import { describeReport } from '../reports/offered.ts';
import { addCommand, type CommandSpec } from './command.ts';
import { type Invocation, isSet } from './invocation.ts';
import { table } from './terminal/table.ts';

const SPEC: CommandSpec = {
  usage: 'reports',
  about: 'List the reports and their parameters',
  json: 'Print them as JSON, with each parameter',
  examples: [['crosscurrent reports', 'See what can be asked']],
};

async function run(invocation: Invocation, command: Command): Promise<void> {
  const { dependencies, output } = invocation;
  const reports = [...reportsByName(dependencies.catalogue).values()].map(describeReport);
  if (isSet(command, 'json')) {
    await output.json(reports);
    return;
  }
  const rows = reports.map(({ name, stream, question, parameters }) => [
    name,
    stream,
    question,
    parameters
      .map((parameter) => (parameter.required ? `${parameter.name} (required)` : parameter.name))
      .join(', '),
  ]);
  const columns = ['REPORT', 'STREAM', 'QUESTION', 'PARAMETERS'].map((name) => ({ name }));
  await output.write(
    `${table(columns, rows)}\n\`crosscurrent report NAME --help\` explains the parameters of one.\n`,
  );
}

/** `crosscurrent reports`. */
export function addReports(program: Command, invocation: Invocation): void {
  const command = addCommand(program, SPEC);
  command.action(() => run(invocation, command));
}
