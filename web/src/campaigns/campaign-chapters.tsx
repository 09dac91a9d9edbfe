import { type ReactNode, useMemo } from 'react';
import type { Campaign } from '../api/campaigns.ts';
import type { ReportInfo, StreamInfo } from '../api/types.ts';
import { MarksProvider } from '../charts/marks.ts';
import { readAbout } from '../explain/about.ts';
import { Sheet } from '../explain/sheet.tsx';
import { Panel } from '../panels/panel.tsx';
import { type PlacedPanel, placePanels } from '../panels/question.ts';
import { type StreamView, StreamViewProvider } from '../panels/view.ts';
import { useRange } from '../time-range/use-range.ts';
import { useSearchState } from '../url-state/use-search.ts';
import { type Chapter, chaptersOf } from './sections.ts';
import { useSubject } from './use-subject.ts';

interface ChaptersProps {
  readonly campaign: Campaign;
  readonly peakReport: ReportInfo;
  readonly streams: readonly StreamInfo[];
  readonly reports: readonly ReportInfo[];
}

interface PlacedChapter extends Chapter {
  readonly stream: StreamInfo;
  readonly placed: readonly PlacedPanel[];
}

/** Chapters with their panels; those that nothing is declared for are left out. */
function placeChapters(
  chapters: readonly Chapter[],
  streams: readonly StreamInfo[],
  reports: readonly ReportInfo[],
): readonly PlacedChapter[] {
  return chapters.flatMap((chapter) => {
    const placed = placePanels(chapter.panels, reports);
    const stream = streams.find(({ name }) => name === placed[0]?.report.stream);
    return stream === undefined ? [] : [{ ...chapter, stream, placed }];
  });
}

function ChapterPanels({
  chapter,
  reports,
  all,
  children,
}: {
  chapter: PlacedChapter;
  reports: readonly ReportInfo[];
  /** The panels of all chapters of the same stream. */
  all: readonly PlacedPanel[];
  children: ReactNode;
}): ReactNode {
  const search = useSearchState();
  const { interval } = useRange(chapter.stream.name);
  const { stream } = chapter;
  const view = useMemo<StreamView>(
    () => ({ stream, reports, placed: all, interval }),
    [stream, reports, all, interval],
  );
  const about = readAbout(search);
  return (
    <StreamViewProvider value={view}>
      <section className="chapter" aria-labelledby={`chapter-${chapter.id}`}>
        <h2 id={`chapter-${chapter.id}`} className="section-title">
          {chapter.title}
        </h2>
        <div className="panels">
          {chapter.placed.map((one) => (
            <Panel key={one.id} placed={one} />
          ))}
        </div>
        {children}
      </section>
      {chapter.placed.some(({ id }) => id === about?.id) ? <Sheet /> : null}
    </StreamViewProvider>
  );
}

/** Everything that is known about a campaign, in the order in which it is read. */
export function CampaignChapters({ campaign, peakReport, streams, reports }: ChaptersProps): ReactNode {
  const stream = streams.find(({ name }) => name === peakReport.stream);
  const { interval } = useRange(peakReport.stream);
  const bots = stream !== undefined && stream.bots !== null;
  const { subject, marks, isPeakKnown } = useSubject(campaign, peakReport, { interval, bots });
  const chapters = useMemo(
    () => placeChapters(chaptersOf(subject), streams, reports),
    [subject, streams, reports],
  );
  return (
    <MarksProvider value={marks}>
      {chapters.map((chapter) => (
        <ChapterPanels
          key={chapter.id}
          chapter={chapter}
          reports={reports}
          all={chapters.filter((one) => one.stream === chapter.stream).flatMap(({ placed }) => placed)}
        >
          {chapter.id === 'news' && subject.peak === undefined && isPeakKnown ? (
            <p className="chapter-note muted">
              What the news said on the peak day stands here as soon as there is one: no post of this range
              speaks of the campaign yet.
            </p>
          ) : null}
        </ChapterPanels>
      ))}
    </MarksProvider>
  );
}
