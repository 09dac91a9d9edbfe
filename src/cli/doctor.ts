import type { Command } from 'commander';
import type { Finding } from '../jobs/host/findings.ts';
import { addCommand, type CommandSpec, configure } from './command.ts';
import { type Invocation, isSet } from './invocation.ts';

const SPEC: CommandSpec = {
  usage: 'doctor',
  about:
    'Find what is wrong with this machine, the configuration, or the Kafka and Flink that it names, and what to do',
  summary: 'Find what is wrong here, and what to do',
  json: 'Print the findings as JSON',
  settings: ['host', 'port', 'database-url'],
  examples: [['crosscurrent doctor', 'See why something does not work; exit code 1 when something is wrong']],
};

const MARKS: Readonly<Record<Finding['state'], string>> = { good: 'ok   ', warning: 'note ', wrong: 'WRONG' };

async function run(invocation: Invocation, command: Command): Promise<void> {
  const { dependencies, output, progress } = invocation;
  const configuration = configure(invocation, command, SPEC);
  progress.say('Looking ...');
  const findings = await dependencies.diagnose(configuration);
  const good = findings.every(({ state }) => state !== 'wrong');
  if (isSet(command, 'json')) await output.json({ good, findings });
  else {
    for (const { name, state, found, remedy } of findings) {
      await output.line(`${MARKS[state]}  ${name}: ${found}${remedy === undefined ? '' : ` ${remedy}`}`);
    }
  }
  if (!good) invocation.setExit(1);
}

/** `crosscurrent doctor`. */
export function addDoctor(program: Command, invocation: Invocation): void {
  const command = addCommand(program, SPEC);
  command.action(() => run(invocation, command));
}
