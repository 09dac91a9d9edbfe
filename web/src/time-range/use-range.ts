import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { streamsQuery } from '../api/queries.ts';
import { useSearchState } from '../url-state/use-search.ts';
import { floorTo, MINUTE } from './instant.ts';
import { type Interval, type Moments, type Range, readRange, resolveRange } from './range.ts';

/** The clock, as far as a range depends on it: it changes once a minute. */
function useMinute(): number {
  const [minute, setMinute] = useState(() => floorTo(Date.now(), MINUTE));
  useEffect(() => {
    const timer = setInterval(() => setMinute(floorTo(Date.now(), MINUTE)), 1_000);
    return () => clearInterval(timer);
  }, []);
  return minute;
}

/** The moments that presets are counted from: of one stream, or of all. */
export function useMoments(stream?: string): Moments {
  const now = useMinute();
  const streams = useQuery(streamsQuery).data;
  return useMemo(() => {
    const chosen = (streams ?? []).filter(({ name }) => stream === undefined || name === stream);
    const latest = chosen.flatMap(({ latestEvent }) =>
      latestEvent === null ? [] : [Date.parse(latestEvent)],
    );
    const earliest = chosen.flatMap(({ earliestEvent }) =>
      earliestEvent ? [Date.parse(earliestEvent)] : [],
    );
    return {
      now,
      latestEvent: latest.length > 0 ? floorTo(Math.max(...latest), MINUTE) : undefined,
      earliestEvent: earliest.length > 0 ? Math.min(...earliest) : undefined,
    };
  }, [now, streams, stream]);
}

/** The range of the view, and the interval it stands for now. */
export function useRange(stream?: string): {
  range: Range;
  interval: Interval | undefined;
  moments: Moments;
} {
  const search = useSearchState();
  const moments = useMoments(stream);
  return useMemo(() => {
    const range = readRange(search);
    return { range, interval: resolveRange(range, moments), moments };
  }, [search, moments]);
}
