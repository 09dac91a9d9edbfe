import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useRef } from 'react';
import type { Campaign } from '../api/campaigns.ts';
import { reportQuery } from '../api/queries.ts';
import type { ReportInfo, ReportResult } from '../api/types.ts';
import { colourOf } from '../campaigns/colour.ts';
import { figureText, figureWords, numberOf } from '../number/format.ts';
import { heading, shapeOf } from '../panels/columns-of.ts';
import { questionOf } from '../panels/question.ts';
import { cellOf, useRoving } from '../panels/roving.ts';
import { useStreamView, useViewState } from '../panels/view.ts';
import { ComparisonPanel, campaignName } from './comparison-panel.tsx';
import { CAMPAIGN } from './merge.ts';

interface VoiceProps {
  readonly report: ReportInfo;
  readonly campaigns: readonly Campaign[];
}

/** The panel whose figures are asked about. */
export function placedVoice(report: ReportInfo) {
  return {
    id: report.name,
    report,
    panel: {
      report: report.name,
      title: report.title,
      chart: report.chart,
      width: 12,
      set: { limit: '10000' },
    },
  };
}

function VoiceBars({ report, campaigns, result }: VoiceProps & { result: ReportResult }): ReactNode {
  const { open } = useViewState();
  const root = useRef<HTMLOListElement>(null);
  const onKeyDown = useRoving(root);
  const { figures } = shapeOf(result.columns);
  const [drawn, ...beside] = figures;
  if (drawn === undefined) return <p className="empty-text">This report has no figure.</p>;
  const top = Math.max(1, ...result.rows.map((row) => numberOf(row[drawn.name]) ?? 0));
  return (
    <div className="bars" data-beside={beside.length}>
      <div className="bars-head" aria-hidden="true">
        <span />
        <span className="bars-legend">{heading(drawn.name)}</span>
        {beside.map(({ name }) => (
          <span key={name} className="number">
            {heading(name)}
          </span>
        ))}
      </div>
      <ol ref={root} className="bars-list" onKeyDown={onKeyDown}>
        {result.rows.map((row, index) => {
          const id = String(row[CAMPAIGN.name]);
          const campaign = campaigns.find((one) => one.id === id);
          const share = (numberOf(row[drawn.name]) ?? 0) / top;
          const name = campaignName(campaigns, row);
          return (
            <li key={id}>
              <button
                type="button"
                className="bar-row"
                {...cellOf(index, 0)}
                onClick={() => open({ id: report.name, figure: drawn.name, members: { campaign: id } })}
              >
                <span className="bar-label cut" title={name}>
                  {name}
                </span>
                <span className="bar-marks">
                  <span className="bar-line">
                    <span
                      className="bar-mark"
                      style={{
                        flexGrow: 0,
                        flexBasis: `calc((100% - var(--bar-value)) * ${share.toFixed(4)})`,
                        background: campaign && colourOf(campaign),
                      }}
                    />
                    <span className="bar-value" title={figureWords(row[drawn.name], drawn.unit)}>
                      {figureText(row[drawn.name], drawn.unit)}
                    </span>
                  </span>
                </span>
                {beside.map((column) => (
                  <span
                    key={column.name}
                    className="bar-beside number"
                    title={`${heading(column.name)}: ${figureWords(row[column.name], column.unit)}`}
                  >
                    {figureText(row[column.name], column.unit)}
                  </span>
                ))}
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** Whose campaign is spoken of most. Shares are of all campaigns of the program, as the report counts them. */
export function CompareVoice({ report, campaigns }: VoiceProps): ReactNode {
  const { stream, interval } = useStreamView();
  const { search } = useViewState();
  const view = { search, interval, bots: stream.bots !== null };
  const query = useQuery(reportQuery(questionOf(placedVoice(report), view)));
  const ids = new Set(campaigns.map(({ id }) => id));
  const { data } = query;
  const result = data && { ...data, rows: data.rows.filter((row) => ids.has(String(row[CAMPAIGN.name]))) };
  const silent = campaigns.filter(
    ({ id }) => result?.rows.some((row) => String(row[CAMPAIGN.name]) === id) === false,
  );
  const others = (data?.rows.length ?? 0) - (result?.rows.length ?? 0);
  return (
    <ComparisonPanel
      id="compare-voice"
      title="Share of voice"
      question={report.question}
      chart="bars"
      campaigns={campaigns}
      result={result}
      error={query.error}
      onRetry={() => void query.refetch()}
    >
      {result === undefined ? null : result.rows.length === 0 ? (
        <p className="empty-text">No post of this range speaks of one of them.</p>
      ) : (
        <VoiceBars report={report} campaigns={campaigns} result={result} />
      )}
      {result === undefined || result.rows.length === 0 || silent.length === 0 ? null : (
        <p className="panel-note">
          No post of this range speaks of {silent.map(({ name }) => name).join(', ')}.
        </p>
      )}
      {others > 0 ? (
        <p className="panel-note">
          Shares are of all campaigns together; {others} more {others === 1 ? 'is' : 'are'} not shown here.
        </p>
      ) : null}
    </ComparisonPanel>
  );
}
