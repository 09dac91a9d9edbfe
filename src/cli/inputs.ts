import { CrosscurrentError } from '../event/errors.ts';
import { suggest } from '../jobs/configuration/suggest.ts';
import { ADAPTERS, adaptersOf } from '../sources/catalogue.ts';
import { expandInputs } from '../sources/file/expand.ts';
import { PLAIN_FORMATS } from '../sources/file/format.ts';
import type { Stream } from '../stream/define.ts';
import type { Invocation } from './invocation.ts';
import { spoolStandardInput } from './standard-input.ts';

/** What `--format` says of itself: each stream takes the plain formats and those of its sources. */
export const FORMATS_ABOUT = `${[
  ...PLAIN_FORMATS,
  ...ADAPTERS.map(({ name, stream }) => `${name} (${stream})`),
].join(', ')}; found out from the file when not given`;

/** The formats that a stream's files may have. */
function formatsOf(stream: Stream): readonly string[] {
  return [...PLAIN_FORMATS, ...adaptersOf(stream.name).map(({ name }) => name)];
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
