import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { reportsQuery, streamsQuery } from '../api/queries.ts';
import { useShownError } from '../api/shown-error.ts';
import type { ReportInfo, StreamInfo } from '../api/types.ts';
import { Sheet } from '../explain/sheet.tsx';
import { Failure } from '../panels/failure.tsx';
import { Panel } from '../panels/panel.tsx';
import { isOfCampaign, type PlacedPanel, placePanels, requiredOf } from '../panels/question.ts';
import { Skeleton } from '../panels/skeleton.tsx';
import { type StreamView, StreamViewProvider } from '../panels/view.ts';
import { useRange } from '../time-range/use-range.ts';
import { FirstEvent } from './first-event.tsx';
import { usePageTitle } from './page-title.ts';

/** Reports that need a value of the reader, and have no panel of their own. */
function lookUps(stream: StreamInfo, reports: readonly ReportInfo[]): readonly PlacedPanel[] {
  const shown = new Set(stream.panels.map(({ report }) => report));
  return reports
    .filter(
      (report) =>
        report.stream === stream.name &&
        !shown.has(report.name) &&
        requiredOf(report).length > 0 &&
        !isOfCampaign(report),
    )
    .map((report) => ({
      id: report.name,
      report,
      panel: { report: report.name, title: report.title, chart: report.chart, width: 6 },
    }));
}

function StreamPanels({
  stream,
  reports,
}: {
  stream: StreamInfo;
  reports: readonly ReportInfo[];
}): ReactNode {
  const { interval } = useRange(stream.name);
  const placed = useMemo(() => placePanels(stream.panels, reports), [stream.panels, reports]);
  const closer = useMemo(() => lookUps(stream, reports), [stream, reports]);
  const view = useMemo<StreamView>(
    () => ({ stream, reports, placed: [...placed, ...closer], interval }),
    [stream, reports, placed, closer, interval],
  );
  usePageTitle(stream.title);
  return (
    <StreamViewProvider value={view}>
      <header className="page-head">
        <h1>{stream.title}</h1>
        <p className="muted">{stream.about}</p>
      </header>
      {stream.stored === 0 ? <FirstEvent stream={stream} /> : null}
      <div className="panels">
        {placed.map((one) => (
          <Panel key={one.id} placed={one} />
        ))}
      </div>
      {closer.length === 0 ? null : (
        <>
          <h2 className="section-title">Look closer</h2>
          <div className="panels">
            {closer.map((one) => (
              <Panel key={one.id} placed={one} />
            ))}
          </div>
        </>
      )}
      <Sheet />
    </StreamViewProvider>
  );
}

/** The page of a stream, made from its declaration alone. */
export function StreamPage(): ReactNode {
  const { stream: name } = useParams({ strict: false });
  const streams = useQuery(streamsQuery);
  const reports = useQuery(reportsQuery);
  const stream = streams.data?.find((one) => one.name === name);
  const error = useShownError(
    streams.error ?? reports.error,
    [streams, reports].every(({ data }) => data !== undefined),
  );
  if (error !== null && (streams.data === undefined || reports.data === undefined)) {
    return (
      <Failure
        error={error}
        onRetry={() => {
          void streams.refetch();
          void reports.refetch();
        }}
      />
    );
  }
  if (streams.data === undefined || reports.data === undefined) return <Skeleton chart="line" />;
  if (stream === undefined) {
    return (
      <div className="empty">
        <h1>No stream is called {name}</h1>
        <p>
          The streams of this program are in the list of pages. <Link to="/">Overview</Link>
        </p>
      </div>
    );
  }
  return <StreamPanels key={stream.name} stream={stream} reports={reports.data} />;
}
