import type { ReactNode } from 'react';
import type { StreamInfo } from '../api/types.ts';
import { Code } from '../shell/copy-button.tsx';

/** For a stream that has nothing yet: what would fill it, and the line to paste. */
export function FirstEvent({ stream }: { stream: StreamInfo }): ReactNode {
  return (
    <section className="first-event" aria-label="Send the first event">
      <h2>Nothing has arrived yet</h2>
      <p>
        Send the first event with this line; it is on this page within a second. A file goes in with{' '}
        <code>npx crosscurrent ingest {stream.name} FILE</code>, and{' '}
        <code>npx crosscurrent simulate {stream.name}</code> makes some up.
      </p>
      <Code label="Paste into a terminal" text={stream.collectorExample} />
    </section>
  );
}
