/** Why an event was rejected. `missing:` and `bad:` are followed by the field's name. */
export type RejectionReason =
  | 'not_json'
  | 'not_an_object'
  | 'in_the_future'
  | 'line_too_long'
  | 'not_utf8'
  | 'not_a_row'
  | 'not_a_message'
  | 'error_reply'
  | `missing:${string}`
  | `bad:${string}`;

/** Reasons that name no field, with what each means for a reader. */
export const REJECTION_MEANINGS: Readonly<Record<string, string>> = {
  not_json: 'the line is not valid JSON',
  not_an_object: 'the line is JSON, but not an object',
  in_the_future: 'the event time is more than 24 hours ahead of the clock',
  line_too_long: 'the line is longer than 16 MiB',
  not_utf8: 'the line is not valid UTF-8',
  not_a_row: 'the line does not fit its format',
  not_a_message: 'the message is not one that its source sends',
  error_reply: 'the source answered with an error instead of data',
  missing: 'a required field is missing',
  bad: 'a required field has an unusable value',
};

/** A reason in words, for example `missing:id` -> "a required field is missing: id". */
export function describeReason(reason: string): string {
  const colon = reason.indexOf(':');
  const kind = colon < 0 ? reason : reason.slice(0, colon);
  const meaning = REJECTION_MEANINGS[kind] ?? reason;
  return colon < 0 ? meaning : `${meaning}: ${reason.slice(colon + 1)}`;
}

/** Longest line of input, in bytes; a longer one is rejected as `line_too_long`. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024;

/**
 * Deepest nesting of a line; a deeper one counts as no JSON (RFC 8259, section 9, leaves the limit to the reader).
 * Recursion over a value is safe up to here: DuckDB's own merging of objects ends the process at some 100,000 levels.
 */
export const MAX_NESTING = 1000;

/** How much of a rejected line a dead letter keeps, in bytes. */
export const MAX_DEAD_LETTER_BYTES = 64 * 1024;

/** An event may be this far ahead of the clock (W4), in milliseconds. */
export const MAX_AHEAD_MS = 24 * 60 * 60 * 1000;
