import type { ReactNode } from 'react';
import type { StreamInfo } from '../api/types.ts';
import { Code } from '../shell/copy-button.tsx';

/** How to connect one's own data, stream by stream. */
export function OwnData({ streams }: { streams: readonly StreamInfo[] }): ReactNode {
  return (
    <section className="panel" data-width="6" aria-labelledby="own-data">
      <header className="panel-head">
        <h2 id="own-data" className="panel-title">
          Connect your own data
        </h2>
      </header>
      {streams.map((stream, index) => (
        <details key={stream.name} className="own-data" open={index === 0}>
          <summary>{stream.title}</summary>
          <Code label="Send an event" text={stream.collectorExample} />
          <Code label="Load a file" text={`npx crosscurrent ingest ${stream.name} FILE`} />
        </details>
      ))}
    </section>
  );
}
