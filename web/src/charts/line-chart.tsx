import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTheme } from '../theme/theme.ts';
import type { Interval } from '../time-range/range.ts';
import { createChart, type EChartsType } from './echarts.ts';
import { EndLabels, Legend } from './line-labels.tsx';
import { LineMarks } from './line-marks.tsx';
import { type Ink, lineOption, PLOT } from './line-option.ts';
import { LinePointer } from './line-pointer.tsx';
import { resolveColour, useWidth } from './measure.ts';
import type { TimeChart } from './series.ts';

/** From this width on there is room for labels beside the lines. */
const LABELS_FROM = 640;

export interface LineChartProps {
  readonly id: string;
  readonly title: string;
  readonly chart: TimeChart;
  readonly interval: Interval;
  /** Colour of each series by its key, as a CSS value. */
  readonly colours: ReadonlyMap<string, string>;
  readonly onZoom: (interval: Interval) => void;
  /** Told the start of the bucket, and the figure and the key of the line that was pointed at. */
  readonly onOpen: (bucket: number, figure: string, series: string) => void;
}

function inkOf(element: HTMLElement, theme: string): Ink {
  return {
    theme,
    text: resolveColour(element, 'var(--text-muted)'),
    grid: resolveColour(element, 'var(--grid)'),
    axis: resolveColour(element, 'var(--axis)'),
    font: getComputedStyle(element).fontFamily,
  };
}

/** The unit of the axis. Units that only repeat the names of the lines are a count. */
function unitWords({ series }: TimeChart): string {
  const units = [...new Set(series.map(({ figure }) => figure.unit ?? ''))];
  const isRepeated =
    units.length > 1 && series.every(({ label, figure }) => label.toLowerCase() === figure.unit);
  return isRepeated ? 'count' : units.join(', ');
}

/** Lines over time. The canvas holds lines and axes alone; whatever is pointed at, read or clicked is HTML above it. */
export function LineChart(props: LineChartProps): ReactNode {
  const { chart, interval, colours } = props;
  const root = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<EChartsType>();
  const [drawing, setDrawing] = useState(0);
  const width = useWidth(root);
  const theme = useTheme();
  const labels = width >= LABELS_FROM && chart.series.length > 0;

  useEffect(() => {
    if (canvas.current === null) return;
    const made = createChart(canvas.current);
    setDrawn(made);
    return () => made.dispose();
  }, []);

  useEffect(() => {
    const element = canvas.current;
    if (drawn === undefined || element === null || width === 0) return;
    if (drawn.getWidth() !== width) drawn.resize({ width });
    const resolved = new Map([...colours].map(([key, colour]) => [key, resolveColour(element, colour)]));
    drawn.setOption(lineOption(chart, { interval, ink: inkOf(element, theme), colours: resolved, labels }), {
      replaceMerge: ['series'],
    });
    setDrawing((before) => before + 1);
  }, [drawn, chart, interval, colours, labels, width, theme]);

  const units = useMemo(() => unitWords(chart), [chart]);
  return (
    <div className="line-chart" ref={root}>
      {labels ? null : <Legend chart={chart} colours={colours} />}
      <div className="line-plot">
        <div className="line-canvas" ref={canvas} aria-hidden="true" />
        <span className="axis-unit" aria-hidden="true">
          {units}
        </span>
        <span className="axis-zone" aria-hidden="true" style={{ height: PLOT.bottom }}>
          UTC
        </span>
        {drawn !== undefined && drawing > 0 ? (
          <>
            <LineMarks
              drawn={drawn}
              drawing={drawing}
              width={width}
              right={labels ? PLOT.rightWithLabels : PLOT.right}
              grain={chart.grain}
            />
            {labels ? <EndLabels drawn={drawn} drawing={drawing} chart={chart} colours={colours} /> : null}
            <LinePointer
              {...props}
              drawn={drawn}
              width={width}
              right={labels ? PLOT.rightWithLabels : PLOT.right}
            />
          </>
        ) : null}
      </div>
    </div>
  );
}
