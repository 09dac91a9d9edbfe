import { setImmediate } from 'node:timers/promises';
import { describeReason, MAX_LINE_BYTES } from '../../event/outcome.ts';
import type { Stream } from '../../stream/define.ts';
import type { ServerDependencies } from '../dependencies.ts';
import type { BodyLines } from './body-lines.ts';
import type { PlainCheck } from './plainly-accepted.ts';

/** What a sender is told. */
export interface CollectorAnswer {
  received: number;
  accepted: number;
  refused: { line: number; reason: string; words: string }[];
  /** How many more were refused than `refused` lists. */
  moreRefused?: number;
}

/** A sender who gets everything wrong is not told so a million times. */
export const MOST_LISTED = 100;
/** Others get their turn after so many characters have been parsed: about 10 ms of work. */
const TURN_CHARACTERS = 1024 * 1024;
const TURN_LINES = 2_000;

const ACCEPTED = { accepted: true } as const;

/** A stream, and the quick check that spares most of its lines a closer look. */
export interface CollectedStream {
  readonly stream: Stream;
  readonly isPlain: PlainCheck;
}

/** Asks about each line whether it will be accepted. */
export async function judgeLines(
  { stream, isPlain }: CollectedStream,
  { lines, numbers }: BodyLines,
  { examine, clock }: Pick<ServerDependencies, 'examine' | 'clock'>,
): Promise<CollectorAnswer> {
  const now = clock.now();
  const refused: CollectorAnswer['refused'] = [];
  let refusedCount = 0;
  let characters = 0;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? null;
    const reason = reasonAgainst(line, (text) =>
      isPlain(text, now) ? ACCEPTED : examine(stream, text, now),
    );
    if (reason !== null) {
      refusedCount += 1;
      if (refused.length < MOST_LISTED) {
        refused.push({ line: numbers?.[index] ?? index + 1, reason, words: describeReason(reason) });
      }
    }
    characters += line?.length ?? 0;
    if (characters > TURN_CHARACTERS || (index + 1) % TURN_LINES === 0) {
      characters = 0;
      await setImmediate();
    }
  }
  const answer = { received: lines.length, accepted: lines.length - refusedCount, refused };
  return refusedCount > MOST_LISTED ? { ...answer, moreRefused: refusedCount - MOST_LISTED } : answer;
}

/** The answer as JSON; of most of them only the numbers differ. */
export function answerText(answer: CollectorAnswer): string {
  const { received, refused } = answer;
  if (refused.length > 0) return JSON.stringify(answer);
  return `{"received":${received},"accepted":${received},"refused":[]}`;
}

function reasonAgainst(
  line: string | null,
  examine: (text: string) => ReturnType<ServerDependencies['examine']>,
): string | null {
  if (line === null) return 'not_utf8';
  // A character of a text takes at most three bytes of UTF-8.
  if (line.length * 3 > MAX_LINE_BYTES && Buffer.byteLength(line) > MAX_LINE_BYTES) return 'line_too_long';
  const verdict = examine(line);
  return verdict.accepted ? null : verdict.reason;
}
