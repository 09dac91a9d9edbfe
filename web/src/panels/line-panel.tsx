import { type ReactNode, useMemo } from 'react';
import { LoadedLineChart } from '../charts/loaded-line-chart.tsx';
import { coloursOf, figureColours } from '../charts/palette.ts';
import { type TimeChart, timeChartOf } from '../charts/series.ts';
import { heading, periodOf } from './columns-of.ts';
import { useNowOf } from './now-of.ts';
import type { BodyProps } from './panel-body.tsx';
import { useViewState } from './view.ts';

const OTHERS = 'var(--category-others)';

function coloursIn(chart: TimeChart): ReadonlyMap<string, string> {
  const members = chart.series.filter(
    ({ dimension, key }) => dimension !== undefined && !key.startsWith('\0'),
  );
  const [first] = members;
  const colours =
    first?.dimension === undefined
      ? figureColours(chart.series.map(({ key }) => key))
      : coloursOf(
          first.dimension,
          members.map(({ key }) => key),
        );
  return new Map(chart.series.map(({ key }) => [key, colours.get(key) ?? OTHERS]));
}

function leftOutWords(chart: TimeChart): string | undefined {
  const figures = chart.leftOut.map(({ name }) => heading(name).toLowerCase());
  const parts = [
    ...(chart.membersLeftOut > 0 ? [`${chart.membersLeftOut} more members, which cannot be added up`] : []),
    ...(figures.length > 0 ? [`${figures.join(', ')}, on another scale`] : []),
  ];
  return parts.length === 0 ? undefined : `Not drawn: ${parts.join('; ')}. The table has all.`;
}

/** A report over time, as lines. */
export function LinePanel({ placed, result }: BodyProps): ReactNode {
  const { open, zoom } = useViewState();
  const { panel, report, id } = placed;
  const now = useNowOf(result);
  const chart = useMemo(
    () => timeChartOf(result, { now, figures: panel.figures, infos: report.figures }),
    [result, panel, report, now],
  );
  const colours = useMemo(
    () => (chart === undefined ? new Map<string, string>() : coloursIn(chart)),
    [chart],
  );
  const period = useMemo(() => periodOf(result), [result]);
  const interval = useMemo(() => {
    if (chart === undefined) return undefined;
    const instants = chart.series.flatMap(({ points }) => points.map(({ at }) => at));
    const known = { from: Math.min(...instants), to: Math.max(...instants) + chart.grain };
    // "Everything" begins with the first event, not with the calendar.
    return period === undefined || period.from < known.from - 400 * chart.grain ? known : period;
  }, [chart, period]);
  if (chart === undefined || interval === undefined)
    return <p className="empty-text">This report has no time column.</p>;
  const note = leftOutWords(chart);
  return (
    <>
      <LoadedLineChart
        id={id}
        title={panel.title}
        chart={chart}
        interval={interval}
        colours={colours}
        onZoom={zoom}
        onOpen={(from, figure) => open({ id, figure, at: { from, to: from + chart.grain } })}
      />
      {note === undefined ? null : <p className="panel-note">{note}</p>}
    </>
  );
}
