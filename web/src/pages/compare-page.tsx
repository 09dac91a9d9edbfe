import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { type Campaign, campaignsQuery } from '../api/campaigns.ts';
import { reportsQuery, streamsQuery } from '../api/queries.ts';
import { useShownError } from '../api/shown-error.ts';
import type { ReportInfo, StreamInfo } from '../api/types.ts';
import { colourOf } from '../campaigns/colour.ts';
import { type Mark, MarksProvider } from '../charts/marks.ts';
import { Swatch } from '../charts/swatch.tsx';
import { chosenIn, MAX_COMPARED } from '../comparison/chosen.ts';
import { CompareLines } from '../comparison/compare-lines.tsx';
import { CompareMoods } from '../comparison/compare-moods.tsx';
import { CompareVoice, placedVoice } from '../comparison/compare-voice.tsx';
import { placedFor } from '../comparison/use-answers.ts';
import { Sheet } from '../explain/sheet.tsx';
import { PanelBoundary } from '../panels/boundary.tsx';
import { Failure } from '../panels/failure.tsx';
import { Skeleton } from '../panels/skeleton.tsx';
import { type StreamView, StreamViewProvider } from '../panels/view.ts';
import { Icon } from '../shell/icons.tsx';
import { parseInstant } from '../time-range/instant.ts';
import { useRange } from '../time-range/use-range.ts';
import { carried, toggled } from '../url-state/search.ts';
import { usePatchSearch, useSearchState } from '../url-state/use-search.ts';
import { usePageTitle } from './page-title.ts';

/** The campaigns that are compared, each to be taken away, and a list to add one from. */
function Chosen({ all, chosen }: { all: readonly Campaign[]; chosen: readonly Campaign[] }): ReactNode {
  const search = useSearchState();
  const patch = usePatchSearch();
  const ids = chosen.map(({ id }) => id);
  const rest = all.filter(({ id }) => !ids.includes(id));
  return (
    <ul className="chosen" aria-label="Compared">
      {chosen.map((campaign) => (
        <li key={campaign.id} className="chosen-one">
          <Swatch colour={colourOf(campaign)} />
          <Link to="/campaigns/$campaign" params={{ campaign: campaign.id }} search={carried(search)}>
            {campaign.name}
          </Link>
          <button
            type="button"
            className="button quiet square"
            aria-label={`Take ${campaign.name} away`}
            onClick={() => patch({ campaigns: toggled(ids, campaign.id), about: undefined })}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
      {rest.length > 0 && chosen.length < MAX_COMPARED ? (
        <li>
          <select
            aria-label="Add a campaign"
            value=""
            onChange={(event) => patch({ campaigns: toggled(ids, event.target.value) })}
          >
            <option value="">Add a campaign…</option>
            {rest.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </li>
      ) : null}
    </ul>
  );
}

function marksOf(campaigns: readonly Campaign[]): readonly Mark[] {
  return campaigns.flatMap(({ name, from }) => {
    const at = parseInstant(from ?? '');
    return at === undefined ? [] : [{ at, label: `${name} starts` }];
  });
}

function Comparison({
  stream,
  reports,
  chosen,
}: {
  stream: StreamInfo;
  reports: readonly ReportInfo[];
  chosen: readonly Campaign[];
}): ReactNode {
  const { interval } = useRange(stream.name);
  const named = (name: string): ReportInfo | undefined => reports.find((report) => report.name === name);
  const voice = named('share-of-voice');
  const days = named('campaign-days');
  const mood = named('campaign-sentiment');
  const view = useMemo<StreamView>(() => {
    const each = [days, mood].flatMap((report) =>
      report === undefined ? [] : chosen.map((campaign) => placedFor(report, campaign)),
    );
    return {
      stream,
      reports,
      interval,
      placed: [...each, ...(voice === undefined ? [] : [placedVoice(voice)])],
    };
  }, [stream, reports, interval, chosen, days, mood, voice]);
  const marks = useMemo(() => marksOf(chosen), [chosen]);
  return (
    <StreamViewProvider value={view}>
      <MarksProvider value={marks}>
        <div className="panels">
          {voice === undefined ? null : (
            <PanelBoundary id="compare-voice" title="Share of voice">
              <CompareVoice report={voice} campaigns={chosen} />
            </PanelBoundary>
          )}
          {days === undefined ? null : (
            <PanelBoundary id="compare-days" title="Over time">
              <CompareLines report={days} campaigns={chosen} />
            </PanelBoundary>
          )}
          {mood === undefined ? null : (
            <PanelBoundary id="compare-moods" title="Mood">
              <CompareMoods report={mood} campaigns={chosen} />
            </PanelBoundary>
          )}
        </div>
      </MarksProvider>
      <Sheet />
    </StreamViewProvider>
  );
}

/** Up to five campaigns side by side. */
export function ComparePage(): ReactNode {
  usePageTitle('Compare campaigns');
  const search = useSearchState();
  const campaigns = useQuery(campaignsQuery);
  const streams = useQuery(streamsQuery);
  const reports = useQuery(reportsQuery);
  const wanted = search['campaigns'] ?? '';
  const { chosen, unknown } = useMemo(
    () => chosenIn({ campaigns: wanted }, campaigns.data ?? []),
    [wanted, campaigns.data],
  );
  const error = useShownError(
    campaigns.error ?? streams.error ?? reports.error,
    [campaigns, streams, reports].every(({ data }) => data !== undefined),
  );
  if (campaigns.data === undefined || streams.data === undefined || reports.data === undefined) {
    return error === null ? (
      <Skeleton chart="line" />
    ) : (
      <Failure error={error} onRetry={() => void campaigns.refetch()} />
    );
  }
  const owner = reports.data.find(({ name }) => name === 'share-of-voice')?.stream;
  const stream = streams.data.find(({ name }) => name === owner);
  return (
    <>
      <header className="page-head">
        <h1>Compare campaigns</h1>
        <Chosen all={campaigns.data} chosen={chosen} />
        {unknown.length === 0 ? null : (
          <p className="muted">No campaign is called {unknown.join(', ')}: it may have been removed.</p>
        )}
      </header>
      {chosen.length === 0 || stream === undefined ? (
        <div className="empty">
          <p className="empty-text">Choose up to {MAX_COMPARED} campaigns.</p>
          <p>
            <Link to="/campaigns" search={carried(search)}>
              All campaigns
            </Link>
          </p>
        </div>
      ) : (
        <Comparison stream={stream} reports={reports.data} chosen={chosen} />
      )}
    </>
  );
}
