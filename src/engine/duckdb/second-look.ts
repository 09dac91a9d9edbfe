import { isUtf8 } from 'node:buffer';
import { readFile, writeFile } from 'node:fs/promises';
import { MAX_DEAD_LETTER_BYTES } from '../../event/outcome.ts';
import type { Stream } from '../../stream/define.ts';
import { type Examined, examineLine } from '../../stream/examine.ts';
import type { InputSlice, RejectedLine } from '../contract.ts';

/** What a second look at doubtful lines found. */
export interface SecondLook {
  readonly rejected: readonly RejectedLine[];
  /** Lines taken after all, made canonical, in a file of their own; null when there are none. */
  readonly canonicalPath: string | null;
  /** Length of the longest of them, in bytes. */
  readonly longest: number;
  readonly badFields: Readonly<Record<string, number>>;
}

/**
 * Lets `examineLine` decide on the lines that the fast way doubted.
 * @param lines ascending line numbers in the slice
 */
export async function lookAgain(
  stream: Stream,
  slice: InputSlice,
  lines: readonly number[],
  canonicalPath: string,
): Promise<SecondLook> {
  if (lines.length === 0) return { rejected: [], canonicalPath: null, longest: 0, badFields: {} };
  const rejected: RejectedLine[] = [];
  const canonical: string[] = [];
  const badFields: Record<string, number> = {};
  for (const { number, offset, raw } of pickLines(await readFile(slice.path), lines)) {
    const examined: Examined = isUtf8(raw)
      ? examineLine(stream, raw.toString('utf8'), slice.receivedAt)
      : { accepted: false, reason: 'not_utf8' };
    if (!examined.accepted) {
      rejected.push({
        line: number,
        offset: offsetOf(slice, { number, at: offset }),
        reason: examined.reason,
        raw: Buffer.from(raw.subarray(0, MAX_DEAD_LETTER_BYTES)),
        bytes: raw.length,
      });
      continue;
    }
    for (const field of examined.badFields) badFields[field] = (badFields[field] ?? 0) + 1;
    const extra = examined.extra === null ? {} : { __extra: examined.extra };
    canonical.push(JSON.stringify({ ...examined.values, __line: number, ...extra }));
  }
  if (canonical.length === 0) return { rejected, canonicalPath: null, longest: 0, badFields };
  await writeFile(canonicalPath, `${canonical.join('\n')}\n`);
  const longest = canonical.reduce((most, line) => Math.max(most, Buffer.byteLength(line)), 0);
  return { rejected, canonicalPath, longest, badFields };
}

/** A slice of converted input has no positions of its own lines: the offset is the slice's. */
function offsetOf(slice: InputSlice, line: { number: number; at: number }): bigint {
  if (slice.offsetOf !== undefined) return slice.offsetOf(line.number);
  return slice.bytes === Number(slice.to - slice.from) ? slice.from + BigInt(line.at) : slice.from;
}

function* pickLines(
  data: Buffer,
  lines: readonly number[],
): Generator<{ number: number; offset: number; raw: Buffer }> {
  let number = 0;
  let offset = 0;
  for (const wanted of lines) {
    while (number < wanted) {
      offset = data.indexOf(10, offset) + 1;
      number += 1;
    }
    const end = data.indexOf(10, offset);
    yield { number, offset, raw: data.subarray(offset, end < 0 ? data.length : end) };
  }
}
