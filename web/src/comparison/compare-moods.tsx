import { type ReactNode, useRef } from 'react';
import type { Campaign } from '../api/campaigns.ts';
import type { ReportInfo, ReportResult, Row } from '../api/types.ts';
import { colourOf } from '../campaigns/colour.ts';
import { Swatch } from '../charts/swatch.tsx';
import { exactNumber, numberOf } from '../number/format.ts';
import { memberText } from '../panels/columns-of.ts';
import { cellOf, useRoving } from '../panels/roving.ts';
import { useViewState } from '../panels/view.ts';
import { ComparisonPanel } from './comparison-panel.tsx';
import { CAMPAIGN } from './merge.ts';
import { useAnswers } from './use-answers.ts';

const MOODS = ['negative', 'neutral', 'positive'] as const;
/** A part narrower than this has no room for its number. */
const LABELLED_FROM = 9;

interface MoodsProps {
  readonly report: ReportInfo;
  readonly campaigns: readonly Campaign[];
}

function postsIn(rows: readonly Row[], mood: string): number {
  const row = rows.find(({ sentiment }) => memberText(sentiment) === mood);
  return numberOf(row?.['posts']) ?? 0;
}

function knownWords(known: number, unknown: number): string {
  const parts = [
    ...(known > 0 ? [`of ${exactNumber(known)}`] : []),
    ...(unknown > 0 ? [`${exactNumber(unknown)} unknown`] : []),
  ];
  return parts.join(', ');
}

/** One campaign's posts with a known mood, as parts of all of them. */
function MoodRow({
  report,
  campaign,
  rows,
  index,
}: {
  report: ReportInfo;
  campaign: Campaign;
  rows: readonly Row[];
  index: number;
}): ReactNode {
  const { open } = useViewState();
  const parts = MOODS.map((mood) => ({ mood, posts: postsIn(rows, mood) }));
  const known = parts.reduce((sum, { posts }) => sum + posts, 0);
  const unknown = rows.reduce((sum, row) => sum + (numberOf(row['posts']) ?? 0), 0) - known;
  return (
    <li className="mood-row">
      <span className="mood-name cut" title={campaign.name}>
        <Swatch colour={colourOf(campaign)} /> {campaign.name}
      </span>
      {known === 0 ? (
        <span className="muted">No post with a known mood</span>
      ) : (
        <span className="mood-parts">
          {parts.map(({ mood, posts }, place) => {
            const percent = (100 * posts) / known;
            const words = `${campaign.name}: ${percent.toFixed(1)} % ${mood}, ${exactNumber(posts)} of ${exactNumber(known)} posts with a known mood`;
            return (
              <button
                key={mood}
                type="button"
                className="mood-part"
                data-mood={mood}
                {...cellOf(index, place)}
                style={{ flexGrow: posts }}
                disabled={posts === 0}
                title={words}
                aria-label={words}
                onClick={() =>
                  open({
                    id: `${report.name}~${campaign.id}`,
                    figure: 'posts',
                    members: { sentiment: mood },
                  })
                }
              >
                {percent < LABELLED_FROM ? '' : `${Math.round(percent)}\u202f%`}
              </button>
            );
          })}
        </span>
      )}
      <span className="number muted mood-known">{knownWords(known, unknown)}</span>
    </li>
  );
}

function MoodRows({ report, campaigns, result }: MoodsProps & { result: ReportResult }): ReactNode {
  const root = useRef<HTMLOListElement>(null);
  const onKeyDown = useRoving(root);
  return (
    <>
      <ul className="legend" aria-hidden="true">
        {MOODS.map((mood) => (
          <li key={mood}>
            <Swatch colour={`var(--mood-${mood})`} /> {mood}
          </li>
        ))}
      </ul>
      <ol className="mood-rows" ref={root} onKeyDown={onKeyDown}>
        {campaigns.map((campaign, index) => (
          <MoodRow
            key={campaign.id}
            report={report}
            campaign={campaign}
            rows={result.rows.filter((row) => row[CAMPAIGN.name] === campaign.id)}
            index={index}
          />
        ))}
      </ol>
    </>
  );
}

/** The moods of campaigns side by side, each as parts of its posts with a known mood. */
export function CompareMoods({ report, campaigns }: MoodsProps): ReactNode {
  const { result, error, retry } = useAnswers(report, campaigns);
  return (
    <ComparisonPanel
      id="compare-moods"
      title="Mood"
      question="In which mood is which campaign spoken of?"
      chart="bars"
      campaigns={campaigns}
      result={result}
      error={error}
      onRetry={retry}
    >
      {result === undefined ? null : <MoodRows report={report} campaigns={campaigns} result={result} />}
    </ComparisonPanel>
  );
}
