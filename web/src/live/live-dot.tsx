import type { ReactNode } from 'react';
import { Popover } from '../shell/popover.tsx';
import { DAY } from '../time-range/instant.ts';
import { ageWords, instantWords, timeWords } from '../time-range/words.ts';
import type { Freshness, LiveStream } from './live-state.ts';
import { useFreshness, useLiveState } from './live-store.ts';

/** The words beside the dot. */
function wordsOf(freshness: Freshness): string {
  switch (freshness.kind) {
    case 'connecting':
      return 'connecting';
    case 'live':
      return `live, ${ageWords(freshness.seconds)}`;
    case 'late':
      return `${ageWords(freshness.seconds)} behind`;
    case 'away':
      return `no connection, ${ageWords(freshness.seconds)}`;
  }
}

function reasonOf(freshness: Freshness): string {
  switch (freshness.kind) {
    case 'connecting':
      return 'The page is asking the program for its newest figures.';
    case 'live':
      return 'Every commit is on this page within a second; nothing has to be reloaded.';
    case 'late':
      return `The figures are behind: ${freshness.why}. Nothing is lost, received events wait in the log.`;
    case 'away':
      return 'The program does not answer. What you see is as it was then; the page goes on by itself when it is back.';
  }
}

/** Only the time, while it is of this day. */
function momentWords(instant: number): string {
  const isToday = Math.floor(instant / DAY) === Math.floor(Date.now() / DAY);
  return isToday ? `${timeWords(instant, true)} UTC` : instantWords(instant);
}

function StreamLine({ name, stream }: { name: string; stream: LiveStream }): ReactNode {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{stream.latestEvent === undefined ? 'no event yet' : momentWords(stream.latestEvent)}</td>
      <td className="number">{ageWords(stream.lagSeconds)}</td>
    </tr>
  );
}

/** How old the newest figure of the named streams is; amber, with the reason, when it is late. */
export function LiveDot({ streams }: { streams: readonly string[] }): ReactNode {
  const freshness = useFreshness(streams);
  const live = useLiveState();
  const good = freshness.kind === 'live';
  return (
    <Popover
      label={
        <span className="live" data-state={freshness.kind}>
          <span className="live-dot" aria-hidden="true" />
          <span className="live-words">{wordsOf(freshness)}</span>
        </span>
      }
      title="How fresh the figures are"
      align="end"
      className="quiet"
    >
      <p className="popover-text" role="status">
        {reasonOf(freshness)}
      </p>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Stream</th>
            <th scope="col">Newest event</th>
            <th scope="col" className="number">
              Behind
            </th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(live.streams).map(([name, stream]) => (
            <StreamLine key={name} name={name} stream={stream} />
          ))}
        </tbody>
      </table>
      {good ? null : <p className="popover-text muted">Figures more than 10 s old are marked amber.</p>}
    </Popover>
  );
}
