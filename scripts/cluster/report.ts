import { describeError } from '../../src/event/errors.ts';
import { ClusterProblem } from './problem.ts';

/** A progress line; on standard error, so that the output stays clean. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Says what went wrong in one line and sets the exit code; a bug keeps its stack. */
export function reportProblem(error: unknown): void {
  process.exitCode = 1;
  if (error instanceof ClusterProblem) say(`${error.message} ${error.remedy}`);
  else if (error instanceof Error && !('remedy' in error)) say(error.stack ?? error.message);
  else say(describeError(error));
}
