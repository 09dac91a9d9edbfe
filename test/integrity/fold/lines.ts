import fc from 'fast-check';

/** Where the events of one run lie: each has ids and days of its own, so that one warehouse serves them all. */
export interface Place {
  readonly prefix: string;
  /** Midnight, epoch milliseconds. */
  readonly base: number;
}

/** A line of input and what the documentation says of it. */
export interface Line<F> {
  readonly text: string;
  readonly outcome: { readonly fact: F } | { readonly reason: string };
}

/** A line that takes its ids and days from the place it is put. */
export type PlacedLine<F> = (place: Place) => Line<F>;

/** The same line, shown by fast-check as its text when a property fails. */
export function shown<F>(line: PlacedLine<F>): PlacedLine<F> {
  return Object.assign((place: Place) => line(place), {
    [fc.toStringMethod]: () => line({ prefix: 'x', base: 0 }).text,
  });
}

/** What became of lines, by the rule that of several events with one id the first counts. */
export interface Judged<F> {
  readonly facts: readonly F[];
  readonly received: number;
  readonly duplicate: number;
  readonly rejected: Readonly<Record<string, number>>;
}

export function judge<F extends { readonly id: string }>(lines: readonly Line<F>[]): Judged<F> {
  const facts = new Map<string, F>();
  const rejected: Record<string, number> = {};
  let duplicate = 0;
  for (const { outcome } of lines) {
    if ('reason' in outcome) rejected[outcome.reason] = (rejected[outcome.reason] ?? 0) + 1;
    else if (facts.has(outcome.fact.id)) duplicate += 1;
    else facts.set(outcome.fact.id, outcome.fact);
  }
  return { facts: [...facts.values()], received: lines.length, duplicate, rejected };
}

const HOUR = 3_600_000;

/**
 * Times that meet where windows and sessions end: around midnights and full hours, at whole and half multiples of the
 * idle time, one millisecond beside them.
 */
export const instants: fc.Arbitrary<number> = fc
  .record({
    around: fc.constantFrom(0, 24 * HOUR, 23 * HOUR, 47 * HOUR, 30 * HOUR + 59 * 60_000),
    halves: fc.integer({ min: 0, max: 9 }),
    beside: fc.constantFrom(0, 0, 0, 1, -1, 1000, 59_999, 61_000),
  })
  .map(({ around, halves, beside }) => Math.max(0, around + halves * 15 * 60_000 + beside));

/** Ways to write an instant; all mean the same. */
export const timeSpelling: fc.Arbitrary<(ms: number) => unknown> = fc.constantFrom(
  (ms: number) => ms,
  (ms: number) => (ms % 1000 === 0 ? ms / 1000 : ms),
  (ms: number) => String(ms),
  (ms: number) => new Date(ms).toISOString(),
  (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', ''),
  (ms: number) => new Date(ms + 2 * HOUR).toISOString().replace('Z', '+02:00'),
);

/** Lines that are no events at all, with their reasons. */
export const garbage: fc.Arbitrary<Line<never>> = fc.constantFrom<Line<never>>(
  { text: 'nonsense', outcome: { reason: 'not_json' } },
  { text: '{"id":"x","collection":', outcome: { reason: 'not_json' } },
  { text: '{"id":"x"}}', outcome: { reason: 'not_json' } },
  { text: '{"id":"open', outcome: { reason: 'not_json' } },
  { text: '[1,2]', outcome: { reason: 'not_an_object' } },
  { text: '"text"', outcome: { reason: 'not_an_object' } },
  { text: '42', outcome: { reason: 'not_an_object' } },
  { text: 'null', outcome: { reason: 'not_an_object' } },
);

/** Lines cut into slices: how many lines each has, and whether the next waits until it is committed. */
export const slicing: fc.Arbitrary<
  readonly { readonly lines: number; readonly source: number; readonly wait: boolean }[]
> = fc.array(
  fc.record({
    lines: fc.integer({ min: 1, max: 60 }),
    source: fc.constantFrom(0, 0, 1),
    wait: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
);
