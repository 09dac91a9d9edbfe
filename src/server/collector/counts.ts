/** What the collector has done since the start, by stream. Plain numbers: they are on the hot path. */
export interface CollectorCounts {
  received: number;
  refused: number;
  bytes: number;
  posts: number;
  /** Seconds from the body's arrival to the event's being on disk, summed up over posts. */
  seconds: number;
}

export function collectorCounts(streams: readonly string[]): ReadonlyMap<string, CollectorCounts> {
  return new Map(
    streams.map((name) => [name, { received: 0, refused: 0, bytes: 0, posts: 0, seconds: 0 }] as const),
  );
}
