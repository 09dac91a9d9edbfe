import { type KeyboardEvent, type PointerEvent, type ReactNode, useId, useRef, useState } from 'react';
import { figureText, figureWords } from '../number/format.ts';
import { HOUR } from '../time-range/instant.ts';
import { dateWords, intervalWords, timeWords } from '../time-range/words.ts';
import { pointAt, useCrosshair } from './crosshair.ts';
import type { EChartsType } from './echarts.ts';
import type { LineChartProps } from './line-chart.tsx';
import { PLOT } from './line-option.ts';
import { bucketAt, type Series, type TimeChart, valueAt } from './series.ts';
import { Swatch } from './swatch.tsx';

/** A pointer that moved less than this has clicked, not dragged. */
const DRAG_FROM = 6;

type PointerProps = LineChartProps & { drawn: EChartsType; width: number; right: number };

/** The instants of a chart that have a value, in order. */
function bucketsOf(chart: TimeChart): readonly number[] {
  return [
    ...new Set(
      chart.series.flatMap(({ points }) => points.flatMap(({ at, value }) => (value === null ? [] : [at]))),
    ),
  ].sort((a, b) => a - b);
}

function bucketWords(chart: TimeChart, at: number): string {
  const words = chart.grain >= 24 * HOUR ? dateWords(at) : intervalWords({ from: at, to: at + chart.grain });
  return at === chart.filling ? `${words}, still filling` : words;
}

/** Everything a chart says about an instant, for screen readers. */
function spoken(chart: TimeChart, at: number): string {
  const values = chart.series.map(
    (series) => `${series.label}: ${figureWords(valueAt(series, at), series.figure.unit)}`,
  );
  return `${bucketWords(chart, at)}. ${values.join(', ')}`;
}

function Readout({
  chart,
  colours,
  at,
  x,
  room,
}: {
  chart: TimeChart;
  colours: ReadonlyMap<string, string>;
  at: number;
  x: number;
  room: number;
}): ReactNode {
  const onLeft = x > room / 2;
  return (
    <div className="readout" aria-hidden="true" style={onLeft ? { right: room - x + 10 } : { left: x + 10 }}>
      <strong>{bucketWords(chart, at)}</strong>
      {chart.series.map((series) => (
        <span key={series.key} className="readout-row">
          <Swatch colour={colours.get(series.key)} />
          <span className="cut">{series.label}</span>
          <span className="number" title={figureWords(valueAt(series, at), series.figure.unit)}>
            {figureText(valueAt(series, at), series.figure.unit)}
          </span>
        </span>
      ))}
    </div>
  );
}

/** What lies above the lines: the crosshair that all charts share, the values at it, and the drag that zooms. */
export function LinePointer(props: PointerProps): ReactNode {
  const { chart, drawn, width, right } = props;
  const crosshair = useCrosshair();
  const area = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ start: number; end: number }>();
  const [focused, setFocused] = useState(false);
  const sliderId = useId();
  const buckets = bucketsOf(chart);
  const at = crosshair === undefined ? undefined : bucketAt(chart, crosshair.at);

  function pixelOf(instant: number): number {
    const x = drawn.convertToPixel({ xAxisIndex: 0 }, instant);
    return typeof x === 'number' ? x : 0;
  }

  function instantAt(x: number): number {
    const instant = drawn.convertFromPixel({ xAxisIndex: 0 }, x);
    return typeof instant === 'number' ? instant : 0;
  }

  function xOf(event: PointerEvent): number {
    const left = area.current?.getBoundingClientRect().left ?? 0;
    return Math.min(width - right, Math.max(PLOT.left, event.clientX - left));
  }

  /** The line whose value at the bucket is nearest to a height; the first where there is none. */
  function lineAt(bucket: number, y: number): Series | undefined {
    const nearness = chart.series.map((series) => {
      const pixel = drawn.convertToPixel({ yAxisIndex: 0 }, valueAt(series, bucket) ?? Number.NaN);
      return { series, distance: typeof pixel === 'number' ? Math.abs(pixel - y) : Number.NaN };
    });
    const near = nearness
      .filter(({ distance }) => !Number.isNaN(distance))
      .toSorted((a, b) => a.distance - b.distance);
    return near[0]?.series ?? chart.series[0];
  }

  function explain(bucket: number, y: number | undefined): void {
    const line = y === undefined ? chart.series[0] : lineAt(bucket, y);
    props.onOpen(bucket, line?.figure.name ?? '', line?.key ?? '');
  }

  /** The bucket whose mark is nearest: marks stand at the start of their bucket. */
  function nearest(x: number): number | undefined {
    const instant = instantAt(x);
    return bucketAt(chart, instant + chart.grain / 2) ?? bucketAt(chart, instant);
  }

  function onPointerMove(event: PointerEvent): void {
    const x = xOf(event);
    const bucket = nearest(x);
    pointAt(bucket === undefined ? undefined : { at: bucket, owner: props.id });
    if (drag !== undefined) setDrag({ ...drag, end: x });
  }

  function onPointerUp(event: PointerEvent): void {
    const x = xOf(event);
    const start = drag?.start ?? x;
    setDrag(undefined);
    if (Math.abs(x - start) >= DRAG_FROM) {
      const from = Math.floor(instantAt(Math.min(start, x)) / chart.grain) * chart.grain;
      const to = Math.ceil(instantAt(Math.max(start, x)) / chart.grain) * chart.grain;
      props.onZoom({ from, to: Math.max(to, from + chart.grain) });
      return;
    }
    const bucket = nearest(x);
    const top = area.current?.getBoundingClientRect().top ?? 0;
    if (bucket !== undefined) explain(bucket, event.clientY - top);
  }

  function moveTo(index: number): void {
    const bucket = buckets[index];
    if (bucket !== undefined) pointAt({ at: bucket, owner: props.id });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && at !== undefined) explain(at, undefined);
  }

  const index = at === undefined ? buckets.length - 1 : Math.max(0, buckets.indexOf(at));
  return (
    <div
      className="line-pointer"
      ref={area}
      data-focused={focused}
      onPointerMove={onPointerMove}
      onPointerLeave={() => pointAt(undefined)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ start: xOf(event), end: xOf(event) });
      }}
      onPointerUp={onPointerUp}
      onPointerCancel={() => setDrag(undefined)}
    >
      <label htmlFor={sliderId} className="hidden">
        {props.title}: move along time with the arrow keys, Enter explains the figure
      </label>
      <input
        id={sliderId}
        className="line-slider"
        type="range"
        min={0}
        max={Math.max(0, buckets.length - 1)}
        value={index}
        aria-valuetext={spoken(chart, buckets[index] ?? 0)}
        onChange={(event) => moveTo(Number(event.target.value))}
        onKeyDown={onKeyDown}
        onFocus={() => {
          setFocused(true);
          moveTo(index);
        }}
        onBlur={() => {
          setFocused(false);
          pointAt(undefined);
        }}
      />
      {at === undefined ? null : (
        <>
          <div
            className="crosshair"
            style={{ transform: `translateX(${Math.round(pixelOf(at))}px)` }}
            aria-hidden="true"
          />
          <Readout chart={chart} colours={props.colours} at={at} x={pixelOf(at)} room={width} />
        </>
      )}
      {drag === undefined || Math.abs(drag.end - drag.start) < DRAG_FROM ? null : (
        <div
          className="brush"
          aria-hidden="true"
          style={{ left: Math.min(drag.start, drag.end), width: Math.abs(drag.end - drag.start) }}
        >
          <span>
            {timeWords(instantAt(Math.min(drag.start, drag.end)), false)} –{' '}
            {timeWords(instantAt(Math.max(drag.start, drag.end)), false)}
          </span>
        </div>
      )}
    </div>
  );
}
