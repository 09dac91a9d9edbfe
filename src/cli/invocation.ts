import type { Command } from 'commander';
import { type Configuration, loadConfiguration } from '../jobs/configuration/load.ts';
import type { Session } from '../jobs/host/session.ts';
import type { Dependencies, OpenRequest } from './dependencies.ts';
import type { Output } from './terminal/output.ts';
import type { Progress } from './terminal/progress.ts';

/** One run of the command line. */
export interface Invocation {
  readonly dependencies: Dependencies;
  readonly output: Output;
  readonly progress: Progress;
  /** Aborted by Ctrl-C, and when nobody reads the output any more. */
  readonly signal: AbortSignal;
  /** Sets the exit code of a command that ends by itself; 0 unless set. */
  setExit(code: 0 | 1): void;
  /** While this command runs, a signal calls `listener` in place of the interruption and its exit code. */
  onInterrupt(listener: () => void): void;
}

/** Options by name, as typed; those behind the command's name count before those in front of it. */
export function optionsOf(command: Command): Readonly<Record<string, unknown>> {
  const own = command.opts<Record<string, unknown>>();
  return command.parent === null ? own : { ...optionsOf(command.parent), ...own };
}

/** The text of one option, or undefined when it was not given. */
export function textOption(command: Command, name: string): string | undefined {
  const value = optionsOf(command)[name];
  return typeof value === 'string' ? value : undefined;
}

/** Whether a flag without a value was given. */
export function isSet(command: Command, name: string): boolean {
  return optionsOf(command)[name] === true;
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Settings given on the command line: those with a flag of their own, and `--set name=value`. */
function settingFlags(
  command: Command,
  names: readonly string[],
): Record<string, { text: string; flag: string }> {
  const options = optionsOf(command);
  const flags: Record<string, { text: string; flag: string }> = {};
  const sets = options['set'];
  for (const pair of Array.isArray(sets) ? sets : []) {
    const [, name = '', text = ''] = /^([^=]*)=?(.*)$/s.exec(String(pair)) ?? [];
    flags[name] = { text, flag: '--set' };
  }
  for (const name of names) {
    const value = options[camelCase(name)];
    const text = typeof value === 'boolean' ? (value ? 'on' : 'off') : value;
    if (typeof text === 'string')
      flags[name] = { text, flag: text === 'off' && value === false ? `--no-${name}` : `--${name}` };
  }
  return flags;
}

/** The effective configuration of this call. Fails with `bad_configuration` or `file_not_found`. */
export function configurationOf(
  { dependencies }: Invocation,
  command: Command,
  settingNames: readonly string[],
): Configuration {
  return loadConfiguration({
    flags: settingFlags(command, settingNames),
    environment: dependencies.environment,
    workingFolder: dependencies.workingFolder,
    configFile: textOption(command, 'config'),
    streams: dependencies.streamSettings,
  });
}

/** Runs `work` with an open session, which is closed again however it ends. */
export async function withSession<T>(
  invocation: Invocation,
  request: Pick<OpenRequest, 'configuration' | 'command'> & { needs?: OpenRequest['needs'] },
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { dependencies, output, progress, signal } = invocation;
  let isOpen = false;
  const session = await dependencies.open({
    needs: 'everything',
    ...request,
    signal,
    onWait: (words) => (isOpen ? output.note(words) : progress.say(words)),
  });
  isOpen = true;
  try {
    return await work(session);
  } finally {
    progress.clear();
    await session.close();
  }
}
