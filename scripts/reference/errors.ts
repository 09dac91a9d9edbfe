import { ERROR_CODES } from '../../src/event/errors.ts';
import { MAX_DEAD_LETTER_BYTES, MAX_NESTING, REJECTION_MEANINGS } from '../../src/event/outcome.ts';
import { block, code, page, table } from './markdown.ts';

/** The catalogue of errors, and the reasons for which lines are rejected. */
export function errorsPage(): string {
  return page('Errors', [
    COMMON,
    block(
      'json',
      JSON.stringify(
        {
          error: {
            code: 'bad_parameter',
            message: 'limit cannot be "0".',
            remedy: 'Allowed: a whole number from 1 to 10000.',
          },
        },
        null,
        2,
      ),
    ),
    table(
      ['code', 'exit code', 'HTTP status', 'meaning'],
      Object.entries(ERROR_CODES).map(([name, { exit, http, meaning }]) => [
        code(name),
        String(exit),
        String(http),
        meaning,
      ]),
    ),
    '## Why a line is rejected',
    REJECTED,
    table(
      ['reason', 'meaning'],
      Object.entries(REJECTION_MEANINGS).map(([reason, meaning]) => [
        code(NAMES_A_FIELD.includes(reason) ? `${reason}:<field>` : reason),
        meaning,
      ]),
    ),
  ]);
}

const NAMES_A_FIELD = ['missing', 'bad'];

const COMMON =
  'Every error has a code, says what is wrong, and what to do about it. The command line prints it as one line on standard error and ends with the exit code (0 good, 1 the work failed, 2 the call is wrong); `--verbose` adds the stack. The API answers with the status and';

const REJECTED = `A line that cannot be used becomes a dead letter with its raw bytes (the first ${MAX_DEAD_LETTER_BYTES / 1024} KiB), reason, source and offset. \`crosscurrent dead-letters\` lists them, shows them and takes them in again. A line nested more than ${MAX_NESTING} levels deep counts as no JSON.`;
