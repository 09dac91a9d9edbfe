import type { EChartsCoreOption } from 'echarts/core';
import { shortNumber } from '../number/format.ts';
import { DAY } from '../time-range/instant.ts';
import type { Interval } from '../time-range/range.ts';
import { dateWords, timeWords } from '../time-range/words.ts';
import type { Point, Series, TimeChart } from './series.ts';

/** Colours as the canvas needs them: resolved from the variables of the page. */
export interface Ink {
  /** The theme they were resolved in. */
  readonly theme: string;
  readonly text: string;
  readonly grid: string;
  readonly axis: string;
  readonly font: string;
}

/** Room around the plot, in pixels; the left is fixed so that the time axes of a page stand under each other. */
export const PLOT = { left: 52, top: 24, bottom: 26, right: 14, rightWithLabels: 136 } as const;

type Item = { value: [number, number | null]; symbol: 'circle' | 'none'; symbolSize: number };

/** A value without neighbours makes no line, so it is drawn as a dot. */
function items(points: readonly Point[]): readonly Item[] {
  return points.map(({ at, value }, index) => {
    const alone = (points[index - 1]?.value ?? null) === null && (points[index + 1]?.value ?? null) === null;
    const dot = alone && value !== null;
    return { value: [at, value], symbol: dot ? 'circle' : 'none', symbolSize: dot ? 6 : 0 };
  });
}

/** A line in two parts: what is whole, and dashed the way into the bucket that is still filling. */
function linesOf(series: Series, filling: number | undefined, colour: string): readonly object[] {
  const whole = filling === undefined ? series.points : series.points.filter(({ at }) => at !== filling);
  const open = filling === undefined ? [] : series.points.filter(({ at }) => at === filling);
  const tail = open.length > 0 ? [...whole.slice(-1), ...open] : [];
  const common = { type: 'line', silent: true, connectNulls: false, emphasis: { disabled: true }, z: 3 };
  return [
    {
      ...common,
      name: series.key,
      data: items(whole),
      itemStyle: { color: colour },
      lineStyle: { color: colour, width: 1.75 },
    },
    {
      ...common,
      name: `${series.key}\u0000filling`,
      data: items(tail),
      itemStyle: { color: colour, opacity: 0.6 },
      lineStyle: { color: colour, width: 1.5, type: [4, 3], opacity: 0.7 },
    },
  ];
}

function axisTime(value: number): string {
  return value % DAY === 0 ? dateWords(value, false) : timeWords(value);
}

/** Values stand at the start of their bucket, so the axis goes from the start of the first to the start of the last. */
function axisEnds(grain: number, { from, to }: Interval): { min: number; max: number } {
  const min = Math.floor(from / grain) * grain;
  return { min, max: Math.max(min + grain, Math.ceil(to / grain) * grain - grain) };
}

/** The option of a chart of lines over time: straight, from zero, on UTC. */
export function lineOption(
  chart: TimeChart,
  view: { interval: Interval; ink: Ink; colours: ReadonlyMap<string, string>; labels: boolean },
): EChartsCoreOption {
  const { ink, interval } = view;
  const percent = chart.series[0]?.figure.unit === '%';
  const whole = chart.series.every(({ figure }) => figure.type === 'integer');
  const label = { color: ink.text, fontSize: 12, fontFamily: ink.font };
  return {
    animation: false,
    useUTC: true,
    grid: {
      left: PLOT.left,
      top: PLOT.top,
      bottom: PLOT.bottom,
      right: view.labels ? PLOT.rightWithLabels : PLOT.right,
      outerBoundsMode: 'none',
    },
    xAxis: {
      type: 'time',
      ...axisEnds(chart.grain, interval),
      axisLabel: { ...label, hideOverlap: true, formatter: axisTime, margin: 8 },
      axisLine: { lineStyle: { color: ink.axis } },
      axisTick: { lineStyle: { color: ink.axis } },
      splitNumber: 8,
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      min: 0,
      splitNumber: 4,
      ...(whole ? { minInterval: 1 } : {}),
      axisLabel: { ...label, formatter: (value: number) => `${shortNumber(value)}${percent ? ' %' : ''}` },
      splitLine: { lineStyle: { color: ink.grid } },
    },
    series: chart.series.flatMap((one) => linesOf(one, chart.filling, view.colours.get(one.key) ?? ink.text)),
  };
}
