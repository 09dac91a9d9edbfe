import { timingSafeEqual } from 'node:crypto';

/**
 * Compares what was given with a secret, in a time that does not depend on where they differ.
 * The length of our secrets is no secret.
 */
export function sameSecret(given: string | null | undefined, secret: string): boolean {
  if (given === null || given === undefined || given.length !== secret.length) return false;
  const a = Buffer.from(given);
  const b = Buffer.from(secret);
  return a.length === b.length && timingSafeEqual(a, b);
}
