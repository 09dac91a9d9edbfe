import type { Command } from 'commander';
import { CrosscurrentError } from '../event/errors.ts';
import { suggest } from '../jobs/configuration/suggest.ts';
import { readSecret, SECRET_NAMES } from '../jobs/host/secrets.ts';
import { addCommand, type CommandSpec, configure } from './command.ts';
import { type Invocation, isSet } from './invocation.ts';

const SPEC: CommandSpec = {
  usage: 'secret <name>',
  about:
    'Print a secret of the data folder: api-token (serves the whole API) or collector-key (can only send events)',
  summary: 'Print the API token or the collector key',
  json: 'Print it as JSON',
  examples: [
    ['crosscurrent secret collector-key', 'For a page or a program that sends events'],
    [
      'curl -H "Authorization: Bearer $(crosscurrent secret api-token)" http://127.0.0.1:4100/api/reports',
      'Call the API',
    ],
  ],
};

async function run(invocation: Invocation, command: Command): Promise<void> {
  const [text = ''] = command.args;
  const name = SECRET_NAMES.find((one) => one === text);
  if (name === undefined) {
    throw new CrosscurrentError(
      'bad_call',
      `There is no secret "${text}".`,
      suggest(text, SECRET_NAMES, 'secrets'),
    );
  }
  const { values } = configure(invocation, command, SPEC);
  const value = await readSecret(values['data-dir'], name);
  if (isSet(command, 'json')) await invocation.output.json({ name, value });
  else await invocation.output.line(value);
}

/** `crosscurrent secret NAME`. */
export function addSecret(program: Command, invocation: Invocation): void {
  const command = addCommand(program, SPEC);
  command.action(() => run(invocation, command));
}
