import { type ReactNode, useMemo } from 'react';
import type { Campaign } from '../api/campaigns.ts';
import type { ReportInfo, ReportResult } from '../api/types.ts';
import { colourOf } from '../campaigns/colour.ts';
import { useGrain } from '../campaigns/use-subject.ts';
import { LoadedLineChart } from '../charts/loaded-line-chart.tsx';
import { timeChartOf } from '../charts/series.ts';
import { heading, periodOf } from '../panels/columns-of.ts';
import { useNowOf } from '../panels/now-of.ts';
import { useStreamView, useViewState } from '../panels/view.ts';
import { ComparisonPanel } from './comparison-panel.tsx';
import { useAnswers } from './use-answers.ts';

const FIGURES = ['posts', 'authors', 'engagement'] as const;
const ID = 'compare-days';

interface LinesProps {
  readonly report: ReportInfo;
  readonly campaigns: readonly Campaign[];
}

/** What may be drawn: one figure at a time, as the lines are the campaigns. */
function FigureChoice({ figure }: { figure: string }): ReactNode {
  const { patch } = useViewState();
  return (
    <label className="choice" title="What the lines show">
      <select
        aria-label="Figure"
        value={figure}
        onChange={(event) => patch({ [`${ID}.figure`]: event.target.value })}
      >
        {FIGURES.map((name) => (
          <option key={name} value={name}>
            {heading(name)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Lines({
  report,
  campaigns,
  result,
  figure,
}: LinesProps & { result: ReportResult; figure: string }): ReactNode {
  const { open, zoom } = useViewState();
  const now = useNowOf(result);
  const names = useMemo(() => new Map(campaigns.map(({ id, name }) => [id, name])), [campaigns]);
  const chart = useMemo(() => {
    const made = timeChartOf(result, { now, figures: [figure] });
    if (made === undefined) return undefined;
    return {
      ...made,
      series: made.series.map((one) => ({ ...one, label: names.get(one.key) ?? one.label })),
    };
  }, [result, now, figure, names]);
  const colours = useMemo(
    () => new Map(campaigns.map((campaign) => [campaign.id, colourOf(campaign)])),
    [campaigns],
  );
  const interval = useMemo(() => {
    const instants = chart?.series.flatMap(({ points }) => points.map(({ at }) => at)) ?? [];
    if (chart === undefined || instants.length === 0) return undefined;
    const known = { from: Math.min(...instants), to: Math.max(...instants) + chart.grain };
    const period = periodOf(result);
    return period === undefined || period.from < known.from - 400 * chart.grain ? known : period;
  }, [chart, result]);
  if (chart === undefined || interval === undefined)
    return <p className="empty-text">No post of this range speaks of one of them.</p>;
  return (
    <LoadedLineChart
      id={ID}
      title="Over time"
      chart={chart}
      interval={interval}
      colours={colours}
      onZoom={zoom}
      onOpen={(from, _figure, series) =>
        open({
          id: `${report.name}~${series}`,
          figure,
          at: { from, to: from + chart.grain },
        })
      }
    />
  );
}

/** Campaigns over time, on one clock. */
export function CompareLines({ report, campaigns }: LinesProps): ReactNode {
  const { stream, interval } = useStreamView();
  const { search } = useViewState();
  const grain = useGrain(stream.name, interval);
  const asked = search[`${ID}.figure`];
  const figure = FIGURES.find((one) => one === asked) ?? FIGURES[0];
  const { result, error, retry } = useAnswers(report, campaigns, grain === undefined ? {} : { grain });
  return (
    <ComparisonPanel
      id={ID}
      title={`${heading(figure)} over time`}
      question="When is which campaign spoken of?"
      chart="line"
      campaigns={campaigns}
      result={result}
      error={error}
      onRetry={retry}
      tools={<FigureChoice figure={figure} />}
    >
      {result === undefined ? null : (
        <Lines report={report} campaigns={campaigns} result={result} figure={figure} />
      )}
    </ComparisonPanel>
  );
}
