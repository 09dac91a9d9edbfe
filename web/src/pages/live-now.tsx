import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { auditQuery } from '../api/queries.ts';
import type { Audit, StreamInfo } from '../api/types.ts';
import { useLiveState } from '../live/live-store.ts';
import { exactNumber, NONE } from '../number/format.ts';
import { ageWords, instantWords } from '../time-range/words.ts';
import { arrivalRates } from './arrival-rates.ts';

/** Rates are taken over so long, in ms. */
const WINDOW_MS = 30_000;

/** Events a second by stream, from the accounting of the last half minute; undefined until there are two of it. */
function useRates(): ReadonlyMap<string, number> {
  const { data } = useQuery({ ...auditQuery, refetchInterval: 5_000 });
  const kept = useRef<Audit[]>([]);
  const [rates, setRates] = useState<ReadonlyMap<string, number>>(new Map());
  useEffect(() => {
    if (data === undefined) return;
    const newest = Date.parse(data.asOf);
    kept.current = [...kept.current.filter(({ asOf }) => newest - Date.parse(asOf) <= WINDOW_MS), data];
    setRates(arrivalRates(kept.current));
  }, [data]);
  return rates;
}

/** What is arriving now, by stream. */
export function LiveNow({ streams }: { streams: readonly StreamInfo[] }): ReactNode {
  const live = useLiveState();
  const rates = useRates();
  return (
    <section className="panel" data-width="6" aria-labelledby="live-now">
      <header className="panel-head">
        <h2 id="live-now" className="panel-title">
          What is live
        </h2>
      </header>
      <div className="table-scroll">
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">Stream</th>
              <th scope="col" className="number">
                Stored
              </th>
              <th scope="col" className="number">
                Events/s
              </th>
              <th scope="col">Newest event</th>
              <th scope="col" className="number">
                Behind
              </th>
            </tr>
          </thead>
          <tbody>
            {streams.map((stream) => {
              const state = live.streams[stream.name];
              const latest =
                state?.latestEvent ??
                (stream.latestEvent === null ? undefined : Date.parse(stream.latestEvent));
              const rate = rates.get(stream.name);
              return (
                <tr key={stream.name}>
                  <th scope="row">{stream.title}</th>
                  <td className="number">{exactNumber(stream.stored)}</td>
                  <td
                    className="number"
                    title={
                      rate === undefined ? 'Known after a few seconds' : 'Received, over the last half minute'
                    }
                  >
                    {rate === undefined ? NONE : exactNumber(Math.round(rate * 10) / 10)}
                  </td>
                  <td>{latest === undefined ? 'none yet' : instantWords(latest)}</td>
                  <td className="number">{state === undefined ? NONE : ageWords(state.lagSeconds)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
