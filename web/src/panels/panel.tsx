import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useRef } from 'react';
import { reportQuery } from '../api/queries.ts';
import { useInView } from '../charts/measure.ts';
import { usePrinting } from '../print/printing.ts';
import { readList } from '../url-state/search.ts';
import { Failure, StaleNote } from './failure.tsx';
import { PanelBody } from './panel-body.tsx';
import { PanelHead } from './panel-head.tsx';
import { missingOf, type PlacedPanel, questionOf, rowsOf } from './question.ts';
import { RequiredFields } from './required-fields.tsx';
import { Skeleton } from './skeleton.tsx';
import { useStreamView, useViewState } from './view.ts';

/** A part of a stream's page: a report, drawn. */
export function Panel({ placed }: { placed: PlacedPanel }): ReactNode {
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
  const { data, error } = query;

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
      <div className="panel-body" data-updating={query.isPlaceholderData}>
        {missing.length > 0 ? (
          <p className="muted">Waits for: {missing[0]?.about}.</p>
        ) : data !== undefined ? (
          <>
            {error === null ? null : <StaleNote error={error} />}
            <PanelBody placed={placed} question={question} result={data} asTable={asTable} />
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
