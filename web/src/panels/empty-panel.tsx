import type { ReactNode } from 'react';
import { Code } from '../shell/copy-button.tsx';
import { writeRange } from '../time-range/range.ts';
import { instantWords, intervalWords } from '../time-range/words.ts';
import { periodOf } from './columns-of.ts';
import type { BodyProps } from './panel-body.tsx';
import { useStreamView, useViewState } from './view.ts';

/** Says what would fill the panel: another range, or an event. */
export function EmptyPanel({ result }: BodyProps): ReactNode {
  const { stream } = useStreamView();
  const { patch } = useViewState();
  const period = periodOf(result);
  const latest = stream.latestEvent;
  return (
    <div className="empty">
      <p className="empty-text">
        Nothing here{period === undefined ? '' : ` for ${intervalWords(period)} UTC`}.
      </p>
      {latest === null ? (
        <p className="muted">The first event of this stream fills it.</p>
      ) : (
        <p className="muted">
          The newest event of this stream is of {instantWords(Date.parse(latest))}.{' '}
          <button
            type="button"
            className="link"
            onClick={() => patch(writeRange({ kind: 'preset', preset: 'latest-day' }))}
          >
            Show that day
          </button>
        </p>
      )}
      <details>
        <summary>Send an event</summary>
        <Code label="Paste into a terminal" text={stream.collectorExample} />
      </details>
    </div>
  );
}
