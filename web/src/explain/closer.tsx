import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { reportQuery } from '../api/queries.ts';
import type { ReportInfo } from '../api/types.ts';
import { Failure } from '../panels/failure.tsx';
import { PanelBody } from '../panels/panel-body.tsx';
import { periodWords } from '../panels/period-words.ts';
import { type PlacedPanel, questionOf, reportsAbout } from '../panels/question.ts';
import { Skeleton } from '../panels/skeleton.tsx';
import { useStreamView, useViewState } from '../panels/view.ts';
import type { About } from './about.ts';

/** A report that needs a member, asked about the one that was clicked. */
function CloserReport({
  report,
  parameter,
  member,
}: {
  report: ReportInfo;
  parameter: string;
  member: string;
}): ReactNode {
  const { stream, interval } = useStreamView();
  const { search } = useViewState();
  const placed: PlacedPanel = {
    id: report.name,
    report,
    panel: {
      report: report.name,
      title: report.title,
      chart: report.chart,
      width: 12,
      set: { [parameter]: member },
    },
  };
  const { [`${report.name}.${parameter}`]: _other, ...rest } = search;
  const question = questionOf(placed, { search: rest, interval, bots: stream.bots !== null });
  const query = useQuery(reportQuery(question));
  return (
    <section className="sheet-section">
      <h3>{report.title}</h3>
      <p className="muted">
        {report.question} {periodWords(placed, query.data, interval)}
      </p>
      {query.data !== undefined ? (
        <PanelBody placed={placed} question={question} result={query.data} asTable={false} />
      ) : query.error === null ? (
        <Skeleton chart={report.chart} />
      ) : (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      )}
    </section>
  );
}

/** Reports of the stream that tell more about the member that was clicked. */
export function Closer({ about, placed }: { about: About; placed: PlacedPanel }): ReactNode {
  const { stream, reports } = useStreamView();
  return Object.entries(about.members ?? {}).flatMap(([dimension, member]) =>
    reportsAbout(stream.name, dimension, reports)
      .filter(({ report }) => report.name !== placed.report.name)
      .map(({ report, parameter }) => (
        <CloserReport key={report.name} report={report} parameter={parameter.name} member={member} />
      )),
  );
}
