import { CommanderError } from 'commander';
import { CrosscurrentError, ERROR_CODES } from '../event/errors.ts';

/** How a command that did not work ends. */
export interface Failure {
  /** One line: what is wrong, and what to do. */
  readonly line: string;
  readonly exit: 0 | 1 | 2;
}

const SYSTEM_WORDS: Readonly<Record<string, string>> = {
  ENOSPC: 'There is no space left on the disk. Free some and run the command again.',
  EDQUOT: 'The disk quota is used up. Free some space and run the command again.',
  EMFILE: 'Too many files are open. Raise the limit (ulimit -n) and run the command again.',
};

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').trim();
}

/** `error: unknown option '--jsn'\n(Did you mean --json?)` -> one line in our own words' form. */
function commanderLine(error: CommanderError): string {
  const text = oneLine(error.message).replace(/^error: /, '');
  const [, what = text, hint] = /^(.*?)\.? \((Did you mean [^)]*\?)\)$/.exec(text) ?? [];
  const sentence = `${what.charAt(0).toUpperCase()}${what.slice(1)}`.replace(/([^.?!])$/, '$1.');
  return hint === undefined ? `${sentence} --help shows what is allowed.` : `${sentence} ${hint}`;
}

function systemLine(error: Error): string | undefined {
  if (!('code' in error) || typeof error.code !== 'string') return undefined;
  const known = SYSTEM_WORDS[error.code];
  if (known !== undefined) return known;
  const isSystem = 'syscall' in error && 'errno' in error;
  return isSystem
    ? `The system refused: ${oneLine(error.message)}. Check the path and who may use it.`
    : undefined;
}

/** What to print about an error and the exit code: 1 when the work failed, 2 when the call is wrong. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof CommanderError) {
    // Help or the version was shown: because it was asked for, or because a command is missing.
    if (error.exitCode === 0) return { line: '', exit: 0 };
    if (error.code === 'commander.help') return { line: '', exit: 2 };
    return { line: commanderLine(error), exit: 2 };
  }
  if (error instanceof CrosscurrentError) {
    return { line: oneLine(`${error.message} ${error.remedy}`), exit: ERROR_CODES[error.code].exit };
  }
  if (!(error instanceof Error)) return { line: `Unexpected failure: ${oneLine(String(error))}`, exit: 1 };
  const line = systemLine(error) ?? `Unexpected failure: ${oneLine(error.message)}. --verbose shows where.`;
  return { line, exit: 1 };
}

/** The stack, with those of the causes below it. */
export function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\nCaused by: ${stackOf(error.cause)}`;
}
