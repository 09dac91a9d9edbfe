import { CrosscurrentError } from '../../event/errors.ts';

/** Largest body, before and after it is unpacked, in bytes, when nothing else is configured. */
export const DEFAULT_MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Most events in one body: a body of nothing but line ends would else become millions of objects. */
export const MOST_LINES = 200_000;

/** The refusal of a body beyond `limit` bytes. */
export function tooLarge(limit: number): CrosscurrentError {
  return new CrosscurrentError(
    'too_large',
    `The body is larger than ${Math.floor(limit / 1024)} KiB.`,
    'Send fewer events at once.',
  );
}

/** Fails with `too_large` when a body holds too many events. */
export function checkLines(count: number): void {
  if (count <= MOST_LINES) return;
  throw new CrosscurrentError(
    'too_large',
    `The body holds more than ${MOST_LINES} lines.`,
    'Send fewer events at once.',
  );
}
