const DIGITS = '234567abcdefghijklmnopqrstuvwxyz';
const REVISION = /^[2-7a-j][2-7a-z]{12}$/;

/**
 * The microseconds since 1970 in a revision of a repository: a TID, 13 digits of base 32, the last two of which are a
 * clock's number (https://atproto.com/specs/tid). They rise from commit to commit. Null when it is no TID.
 */
export function revisionTime(rev: unknown): number | null {
  if (typeof rev !== 'string' || !REVISION.test(rev)) return null;
  let time = 0;
  for (const digit of rev.slice(0, 11)) time = time * 32 + DIGITS.indexOf(digit);
  return time;
}
