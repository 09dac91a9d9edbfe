import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { auditQuery, streamsQuery } from '../api/queries.ts';
import { useShownError } from '../api/shown-error.ts';
import type { Audit, StreamInfo } from '../api/types.ts';
import { DeadLetterList } from '../data/dead-letter-list.tsx';
import { LogUsage } from '../data/log-usage.tsx';
import { StreamAccount } from '../data/stream-account.tsx';
import { PanelBoundary } from '../panels/boundary.tsx';
import { Failure } from '../panels/failure.tsx';
import { Skeleton } from '../panels/skeleton.tsx';
import { instantWords } from '../time-range/words.ts';
import { usePageTitle } from './page-title.ts';

function Verdict({ audit }: { audit: Audit }): ReactNode {
  return (
    <p className="verdict" data-balanced={audit.balanced} role="status">
      <strong>{audit.balanced ? 'Every event is accounted for.' : 'The accounting does not add up.'}</strong>{' '}
      <span className="muted">
        {audit.balanced
          ? 'received = stored + duplicate + rejected, for each stream and source.'
          : 'Run npx crosscurrent audit for the details; received events are still in the log and the lake.'}{' '}
        As of {instantWords(Date.parse(audit.asOf))}.
      </span>
    </p>
  );
}

function titleOf(streams: readonly StreamInfo[], name: string): string {
  return streams.find((stream) => stream.name === name)?.title ?? name;
}

/** The accounting, what the data take up, and what could not be used. */
export function DataPage(): ReactNode {
  usePageTitle('Data');
  const audit = useQuery(auditQuery);
  const error = useShownError(audit.error, audit.data !== undefined);
  const streams = useQuery(streamsQuery).data ?? [];
  if (audit.data === undefined) {
    return error === null ? (
      <Skeleton chart="table" />
    ) : (
      <Failure error={error} onRetry={() => void audit.refetch()} />
    );
  }
  return (
    <>
      <header className="page-head">
        <h1>Data</h1>
        <Verdict audit={audit.data} />
      </header>
      <div className="panels">
        {audit.data.streams.map((stream) => (
          <PanelBoundary key={stream.stream} id={stream.stream} title={titleOf(streams, stream.stream)}>
            <StreamAccount account={stream} title={titleOf(streams, stream.stream)} />
          </PanelBoundary>
        ))}
        <PanelBoundary id="log-usage" title="Log">
          <LogUsage audit={audit.data} />
        </PanelBoundary>
      </div>
      <PanelBoundary id="dead-letters" title="Dead letters">
        <DeadLetterList streams={audit.data.streams} />
      </PanelBoundary>
    </>
  );
}
