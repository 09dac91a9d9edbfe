import { CrosscurrentError, type ErrorCode } from '../event/errors.ts';
import type { Log, SourceName } from '../log/contract.ts';

const FULL_PAUSE_MS = 500;

/** What ends by itself. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['log_full', 'disk_full', 'log_unavailable']);

/** Appends lines, each without its end, as soon as there is room in the log; gives up when it is asked to stop. */
export async function appendPatiently(
  log: Log,
  { stream, source }: SourceName,
  lines: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const data = Buffer.from(`${lines.join('\n')}\n`);
  await patiently(() => log.append(stream, source, { data, lines: lines.length }), signal);
}

/** Does what appends to a log, again while the log takes nothing; gives up when it is asked to stop. */
export async function patiently(append: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await append();
      return;
    } catch (error) {
      if (!(error instanceof CrosscurrentError && PASSING.has(error.code))) throw error;
      await pause(FULL_PAUSE_MS, signal);
    }
  }
}

/** Waits, but no longer than until it is asked to stop. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
