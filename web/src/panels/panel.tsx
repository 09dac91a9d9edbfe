import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef } from 'react';
import { OF_STREAM, reportQuery } from '../api/queries.ts';
import { useShownError } from '../api/shown-error.ts';
import { useInView } from '../charts/measure.ts';
import { usePrinting } from '../print/printing.ts';
import { readList } from '../url-state/search.ts';
import { Boundary, PanelBoundary } from './boundary.tsx';
import { Failure, StaleNote, UnknownNote } from './failure.tsx';
import { PanelBody } from './panel-body.tsx';
import { PanelHead } from './panel-head.tsx';
import { missingOf, type PlacedPanel, questionOf, rowsOf } from './question.ts';
import { RequiredFields } from './required-fields.tsx';
import { Skeleton } from './skeleton.tsx';
import { useStreamView, useViewState } from './view.ts';

/** A part of a stream's page: a report, drawn. Whatever fails within it, fails for it alone. */
export function Panel({ placed }: { placed: PlacedPanel }): ReactNode {
  const client = useQueryClient();
  const { title, width } = placed.panel;
  const { stream, name } = placed.report;
  // An answer that could not be drawn is not kept: the next try is with a new one.
  const askAgain = (): Promise<void> =>
    client.invalidateQueries({ queryKey: [OF_STREAM, stream, 'report', name], refetchType: 'all' });
  return (
    <PanelBoundary id={placed.id} title={title} width={width} onRetry={askAgain}>
      <AnsweredPanel placed={placed} askAgain={askAgain} />
    </PanelBoundary>
  );
}

interface AnsweredProps {
  readonly placed: PlacedPanel;
  readonly askAgain: () => Promise<void>;
}

function AnsweredPanel({ placed, askAgain }: AnsweredProps): ReactNode {
  const { stream, interval } = useStreamView();
  const { search } = useViewState();
  const root = useRef<HTMLElement>(null);
  const isSeen = useInView(root);
  const isPrinting = usePrinting();
  const inView = isSeen || isPrinting;
  const question = questionOf(placed, { search, interval, bots: stream.bots !== null });
  const missing = missingOf(placed.report, question);
  const query = useQuery({ ...reportQuery(question), enabled: inView && missing.length === 0 });
  const asTable = placed.panel.chart === 'table' || readList(search, 'tables').includes(placed.id);
  const titleId = `panel-${placed.id}`;
  const { data } = query;
  const error = useShownError(query.error, data !== undefined);

  return (
    <section
      ref={root}
      className="panel"
      data-chart={placed.panel.chart}
      data-width={placed.panel.width}
      data-panel={placed.id}
      aria-labelledby={titleId}
      aria-busy={query.isPlaceholderData}
    >
      <PanelHead placed={placed} question={question} result={data} titleId={titleId} asTable={asTable} />
      <RequiredFields placed={placed} question={question} />
      <div className="panel-body" data-updating={query.isPlaceholderData} data-waiting={missing.length > 0}>
        {missing.length > 0 ? (
          <p className="muted">Waits for: {missing[0]?.about}.</p>
        ) : data !== undefined ? (
          <>
            {error === null ? null : <StaleNote error={error} />}
            {data.unknown === undefined ? null : <UnknownNote why={data.unknown} />}
            <Boundary question={`${asTable} ${JSON.stringify(question)}`} onRetry={askAgain}>
              <PanelBody placed={placed} question={question} result={data} asTable={asTable} />
            </Boundary>
          </>
        ) : error === null ? (
          <Skeleton chart={placed.panel.chart} rows={rowsOf(placed.report, question)} />
        ) : (
          <Failure error={error} onRetry={() => void query.refetch()} />
        )}
      </div>
    </section>
  );
}
