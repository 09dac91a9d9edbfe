import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { reportsQuery, streamsQuery } from '../api/queries.ts';
import { useShownError } from '../api/shown-error.ts';
import type { ReportInfo, StreamInfo } from '../api/types.ts';
import { readAbout } from '../explain/about.ts';
import { Sheet } from '../explain/sheet.tsx';
import { PanelBoundary } from '../panels/boundary.tsx';
import { Failure } from '../panels/failure.tsx';
import { Panel } from '../panels/panel.tsx';
import { type PlacedPanel, placePanels } from '../panels/question.ts';
import { Skeleton } from '../panels/skeleton.tsx';
import { type StreamView, StreamViewProvider } from '../panels/view.ts';
import { useRange } from '../time-range/use-range.ts';
import { carried } from '../url-state/search.ts';
import { useSearchState } from '../url-state/use-search.ts';
import { FirstEvent } from './first-event.tsx';
import { LiveNow } from './live-now.tsx';
import { OwnData } from './own-data.tsx';
import { usePageTitle } from './page-title.ts';

/** More tiles than this are higher than the line beside them. */
const MOST_TILES = 4;

function firstTiles({ panel, report, ...rest }: PlacedPanel): PlacedPanel {
  const figures = (panel.figures ?? report.figures?.map(({ name }) => name))?.slice(0, MOST_TILES);
  return { ...rest, report, panel: { ...panel, ...(figures && { figures }), width: 4 } };
}

/** What of a stream is on the overview: its first tiles and its first line. */
function excerpt(placed: readonly PlacedPanel[]): readonly PlacedPanel[] {
  const tiles = placed.find(({ panel }) => panel.chart === 'tiles');
  const line = placed.find(({ panel }) => panel.chart === 'line');
  return [
    ...(tiles === undefined ? [] : [firstTiles(tiles)]),
    ...(line === undefined
      ? []
      : [{ ...line, panel: { ...line.panel, width: tiles === undefined ? 12 : 8 } }]),
  ];
}

function StreamExcerpt({
  stream,
  reports,
}: {
  stream: StreamInfo;
  reports: readonly ReportInfo[];
}): ReactNode {
  const search = useSearchState();
  const { interval } = useRange(stream.name);
  const placed = useMemo(() => placePanels(stream.panels, reports), [stream.panels, reports]);
  const view = useMemo<StreamView>(
    () => ({ stream, reports, placed, interval }),
    [stream, reports, placed, interval],
  );
  const about = readAbout(search);
  const isAbout = placed.some(({ id }) => id === about?.id);
  return (
    <StreamViewProvider value={view}>
      <section className="excerpt" aria-labelledby={`excerpt-${stream.name}`}>
        <header className="excerpt-head">
          <h2 id={`excerpt-${stream.name}`}>
            <Link to="/streams/$stream" params={{ stream: stream.name }} search={carried(search)}>
              {stream.title}
            </Link>
          </h2>
          <p className="muted">{stream.about}</p>
        </header>
        {stream.stored === 0 ? <FirstEvent stream={stream} /> : null}
        <div className="panels">
          {excerpt(placed).map((one) => (
            <Panel key={one.id} placed={one} />
          ))}
        </div>
      </section>
      {isAbout ? <Sheet /> : null}
    </StreamViewProvider>
  );
}

/** All streams on one page, and what is arriving. */
export function Overview(): ReactNode {
  usePageTitle('Overview');
  const streams = useQuery(streamsQuery);
  const reports = useQuery(reportsQuery);
  const error = useShownError(
    streams.error ?? reports.error,
    [streams, reports].every(({ data }) => data !== undefined),
  );
  if (error !== null && streams.data === undefined) {
    return <Failure error={error} onRetry={() => void Promise.all([streams.refetch(), reports.refetch()])} />;
  }
  if (streams.data === undefined || reports.data === undefined) return <Skeleton chart="line" />;
  return (
    <>
      <header className="page-head">
        <h1>Overview</h1>
        <p className="muted">What people say, do and buy, on one clock.</p>
      </header>
      {streams.data.map((stream) => (
        <StreamExcerpt key={stream.name} stream={stream} reports={reports.data} />
      ))}
      <div className="panels panels-loose">
        <PanelBoundary id="live-now" title="What is live" width={6}>
          <LiveNow streams={streams.data} />
        </PanelBoundary>
        <PanelBoundary id="own-data" title="Connect your own data" width={6}>
          <OwnData streams={streams.data} />
        </PanelBoundary>
      </div>
    </>
  );
}
