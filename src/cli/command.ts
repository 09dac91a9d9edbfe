import { type Command, Option } from 'commander';
import { type Configuration } from '../jobs/configuration/load.ts';
import { SETTINGS, type Setting, type SettingName } from '../jobs/configuration/settings.ts';
import { configurationOf, type Invocation } from './invocation.ts';

/** A command as it is declared: what it is called, what its help says. */
export interface CommandSpec {
  /** With its arguments: `ingest <stream> <files...>`. */
  readonly usage: string;
  readonly about: string;
  /** Complete calls, each with what it does. */
  readonly examples: readonly (readonly [call: string, does: string])[];
  /** `--json` in words; left out for a command without it. */
  readonly json?: string;
  /** Settings with a flag of their own here, besides those of every command. */
  readonly settings?: readonly SettingName[];
}

const EVERYWHERE: readonly SettingName[] = ['data-dir'];

function isOnOff(name: SettingName): boolean {
  return typeof SETTINGS[name].default === 'boolean';
}

function addSettingOption(command: Command, name: SettingName): void {
  const spec: Pick<Setting<never>, 'about'> & { kind: { placeholder: string } } = SETTINGS[name];
  if (isOnOff(name)) {
    command.addOption(new Option(`--${name}`, spec.about).hideHelp());
    command.option(`--no-${name}`, `${spec.about}: not`);
  } else {
    command.option(`--${name} <${spec.kind.placeholder}>`, spec.about);
  }
}

/** The options that every command has, also in front of the command's name. */
export function addCommonOptions(command: Command): void {
  for (const name of EVERYWHERE) addSettingOption(command, name);
  command.option('--config <file>', 'Configuration file, instead of crosscurrent.yaml in the working folder');
  command.addOption(
    new Option('--set <name=value>', 'Any setting that `crosscurrent config` lists; can be repeated').argParser(
      (pair: string, before: readonly string[] | undefined) => [...(before ?? []), pair],
    ),
  );
  command.option('--verbose', 'Add the stack to an error');
}

/** Adds a command below `parent`, with the common options, its help and its examples. */
export function addCommand(parent: Command, spec: CommandSpec): Command {
  const command = parent.command(spec.usage).description(spec.about);
  if (spec.json !== undefined) command.option('--json', spec.json);
  for (const name of spec.settings ?? []) addSettingOption(command, name);
  addCommonOptions(command);
  if (spec.examples.length > 0) {
    const lines = spec.examples.map(([call, does]) => `  ${does}:\n    ${call}`);
    command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
  }
  return command;
}

/** The configuration of a call of this command. */
export function configure(invocation: Invocation, command: Command, spec: CommandSpec): Configuration {
  return configurationOf(invocation, command, [...EVERYWHERE, ...(spec.settings ?? [])]);
}
