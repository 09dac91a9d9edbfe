import { type ReactNode, useMemo } from 'react';
import type { EChartsType } from './echarts.ts';
import { placeLabels } from './end-labels.ts';
import { PLOT } from './line-option.ts';
import type { Series, TimeChart } from './series.ts';
import { Swatch } from './swatch.tsx';

interface LabelProps {
  readonly chart: TimeChart;
  readonly colours: ReadonlyMap<string, string>;
}

/** Names of the lines above the plot, where there is no room beside them. One line needs no legend. */
export function Legend({ chart, colours }: LabelProps): ReactNode {
  return (
    <ul className="legend" aria-hidden="true">
      {chart.series.map(({ key, label }) => (
        <li key={key}>
          <Swatch colour={colours.get(key)} />
          {label}
        </li>
      ))}
    </ul>
  );
}

/** The last value of a whole bucket; what is still filling would pull the label down. */
function lastValue(series: Series, filling: number | undefined): number | undefined {
  const known = series.points.filter(({ value }) => value !== null);
  const point = known.findLast(({ at }) => at !== filling) ?? known.at(-1);
  return point?.value ?? undefined;
}

/** Names of the lines beside their ends. `drawing` counts how often the chart was drawn: positions change with it. */
export function EndLabels({
  drawn,
  drawing,
  chart,
  colours,
}: LabelProps & { drawn: EChartsType; drawing: number }): ReactNode {
  const labels = useMemo(() => {
    if (drawing === 0) return [];
    const ends = chart.series.flatMap((series) => {
      const last = lastValue(series, chart.filling);
      if (last === undefined) return [];
      const y = drawn.convertToPixel({ yAxisIndex: 0 }, last);
      return typeof y === 'number' ? [{ key: series.key, y }] : [];
    });
    return placeLabels(ends, { top: PLOT.top, bottom: drawn.getHeight() - PLOT.bottom, height: 18 });
  }, [drawn, drawing, chart]);
  return (
    <div className="end-labels" aria-hidden="true">
      {labels.map(({ key, y }) => (
        <span key={key} className="end-label" style={{ transform: `translateY(${Math.round(y - 9)}px)` }}>
          <Swatch colour={colours.get(key)} />
          <span className="cut">{chart.series.find((series) => series.key === key)?.label}</span>
        </span>
      ))}
    </div>
  );
}
