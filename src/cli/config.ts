import type { Command } from 'commander';
import { SETTINGS, type SettingName } from '../jobs/configuration/settings.ts';
import { addCommand, type CommandSpec, configure } from './command.ts';
import { type Invocation, isSet } from './invocation.ts';
import { table } from './terminal/table.ts';

function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}

const SPEC: CommandSpec = {
  usage: 'config',
  about: 'Print every setting: its effective value and where that comes from',
  summary: 'Print every setting and where it comes from',
  json: 'Print them as JSON, with what is allowed',
  settings: Object.keys(SETTINGS)
    .filter(isSettingName)
    .filter((name) => name !== 'data-dir'),
  examples: [
    ['crosscurrent config', 'See what is in force'],
    ['CROSSCURRENT_PORT=8080 crosscurrent config', 'Try an environment variable'],
  ],
};

async function run(invocation: Invocation, command: Command): Promise<void> {
  const { output } = invocation;
  const { entries, file } = configure(invocation, command, SPEC);
  if (isSet(command, 'json')) {
    const settings = entries.map(({ name, value, origin, about, allowed, variable }) => ({
      name,
      value,
      origin,
      about,
      allowed,
      variable,
    }));
    await output.json({ file: file ?? null, settings });
    return;
  }
  const rows = entries.map(({ name, text, origin, about }) => [name, text, origin.where, about]);
  const columns = ['SETTING', 'VALUE', 'FROM', 'WHAT IT IS'].map((name) => ({ name }));
  await output.write(
    `${table(columns, rows)}\nFlags come before environment variables, those before the configuration file (${file ?? 'crosscurrent.yaml, not there'}).\n`,
  );
}

/** `crosscurrent config`. */
export function addConfig(program: Command, invocation: Invocation): void {
  const command = addCommand(program, SPEC);
  command.action(() => run(invocation, command));
}
