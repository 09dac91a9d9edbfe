import type { Audit } from '../api/types.ts';

/** Events received per second by stream, between the first and the last of several audits in order of time. */
export function arrivalRates(audits: readonly Audit[]): ReadonlyMap<string, number> {
  const first = audits[0];
  const last = audits.at(-1);
  if (first === undefined || last === undefined) return new Map();
  const seconds = (Date.parse(last.asOf) - Date.parse(first.asOf)) / 1000;
  if (seconds <= 0) return new Map();
  const before = new Map(first.streams.map(({ stream, received }) => [stream, received]));
  return new Map(
    last.streams.map(({ stream, received }) => [
      stream,
      Math.max(0, received - (before.get(stream) ?? received)) / seconds,
    ]),
  );
}
