import type { Outcome } from '../engine/contract.ts';

export function emptyOutcome(): Outcome {
  return { received: 0, stored: 0, duplicate: 0, rejected: {} };
}

/** Two outcomes together. */
export function addOutcome(a: Outcome, b: Outcome): Outcome {
  const rejected: Record<string, number> = { ...a.rejected };
  for (const [reason, events] of Object.entries(b.rejected))
    rejected[reason] = (rejected[reason] ?? 0) + events;
  return {
    received: a.received + b.received,
    stored: a.stored + b.stored,
    duplicate: a.duplicate + b.duplicate,
    rejected,
  };
}

/** All rejected events, whatever the reason. */
export function totalOf(rejected: Readonly<Record<string, number>>): number {
  return Object.values(rejected).reduce((sum, events) => sum + events, 0);
}
