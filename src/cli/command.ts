import { type Command, Option } from 'commander';
import type { Configuration } from '../jobs/configuration/load.ts';
import { SETTINGS, type SettingName } from '../jobs/configuration/settings.ts';
import { configurationOf, type Invocation } from './invocation.ts';

/** A command as it is declared: what it is called, what its help says. */
export interface CommandSpec {
  /** With its arguments: `ingest <stream> <files...>`. */
  readonly usage: string;
  readonly about: string;
  /** In the list of commands, when `about` is long. */
  readonly summary?: string;
  /** Complete calls, each with what it does. */
  readonly examples: readonly (readonly [call: string, does: string])[];
  /** `--json` in words; left out for a command without it. */
  readonly json?: string;
  /** What its group does when no command is named. */
  readonly isDefault?: boolean;
  /** Settings with a flag of their own here, besides those of every command. */
  readonly settings?: readonly SettingName[];
}

const EVERYWHERE: readonly SettingName[] = ['data-dir'];

const COMMON = 'Options of every command:';

function settingOptions(name: SettingName): Option[] {
  const { about, kind, negation } = SETTINGS[name];
  if (negation === undefined) return [new Option(`--${name} <${kind.placeholder}>`, about)];
  return [new Option(`--${name}`, about).hideHelp(), new Option(`--no-${name}`, negation)];
}

/** The options that every command has, also in front of the command's name. */
export function addCommonOptions(command: Command): void {
  const repeated = (pair: string, before: readonly string[] | undefined) => [...(before ?? []), pair];
  const options = [
    ...EVERYWHERE.flatMap(settingOptions),
    new Option('--config <file>', 'Configuration file, instead of crosscurrent.yaml in the working folder'),
    new Option('--set <name=value>', 'Any setting of `crosscurrent config`; can be repeated').argParser(
      repeated,
    ),
    new Option('--verbose', 'Add the stack to an error'),
  ];
  for (const option of options) command.addOption(option.helpGroup(COMMON));
  command.helpOption(false).addHelpOption(new Option('-h, --help', 'Show this help').helpGroup(COMMON));
}

/** Adds a command that has commands of its own. */
export function addGroup(parent: Command, name: string, about: string): Command {
  const group = parent.command(name).description(about);
  addCommonOptions(group);
  return group;
}

/** Adds a command below `parent`, with the common options, its help and its examples. */
export function addCommand(parent: Command, spec: CommandSpec): Command {
  const command = parent.command(spec.usage, { isDefault: spec.isDefault ?? false }).description(spec.about);
  if (spec.summary !== undefined) command.summary(spec.summary);
  if (spec.json !== undefined) command.option('--json', spec.json);
  for (const option of (spec.settings ?? []).flatMap(settingOptions)) command.addOption(option);
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
