import { CrosscurrentError } from '../event/errors.ts';
import { suggest } from '../jobs/configuration/suggest.ts';
import { expandInputs } from '../sources/file/expand.ts';
import { INPUT_FORMATS } from '../sources/file/format.ts';
import type { Stream } from '../stream/define.ts';
import type { Invocation } from './invocation.ts';
import { spoolStandardInput } from './standard-input.ts';

/** The formats that a stream's files may have. */
function formatsOf(stream: Stream): readonly string[] {
  const always = INPUT_FORMATS.filter((format) => format !== 'combined');
  return [...always, ...Object.keys(stream.lines)];
}

/** `--format`, checked against what the stream understands. Fails with `bad_call`. */
export function formatOption(stream: Stream, text: string | undefined): string | undefined {
  const formats = formatsOf(stream);
  if (text === undefined || formats.includes(text)) return text;
  throw new CrosscurrentError(
    'bad_call',
    `--format cannot be "${text}" for ${stream.name}.`,
    suggest(text, formats, 'formats'),
  );
}

/** The files that are meant, absolute; fails with `file_not_found` before anything is started. */
export function resolveInputs(invocation: Invocation, given: readonly string[]): Promise<string[]> {
  return expandInputs(given, invocation.dependencies.workingFolder);
}

/** Calls `work` with every input as a file: `-` is written to one in `folder` first. */
export async function withFiles<T>(
  invocation: Invocation,
  inputs: readonly string[],
  folder: string,
  work: (paths: readonly string[]) => Promise<T>,
): Promise<T> {
  if (!inputs.includes('-')) return await work(inputs);
  const { dependencies, output, progress, signal } = invocation;
  if (dependencies.terminal.stdin.isTTY === true) {
    output.note('Reading events from the terminal; end them with Ctrl-D.');
  } else progress.say('Reading standard input ...');
  const spooled = await spoolStandardInput(dependencies.terminal.stdin, folder, signal);
  try {
    return await work(inputs.map((input) => (input === '-' ? spooled.path : input)));
  } finally {
    await spooled.remove();
  }
}
