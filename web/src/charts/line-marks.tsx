import type { CSSProperties, ReactNode } from 'react';
import type { EChartsType } from './echarts.ts';
import { PLOT } from './line-option.ts';
import { type Mark, useMarks } from './marks.ts';

interface MarksProps {
  readonly drawn: EChartsType;
  /** Counts how often the chart was drawn: positions change with it. */
  readonly drawing: number;
  readonly width: number;
  /** Room to the right of the plot, in pixels. */
  readonly right: number;
  /** Length of a bucket, in ms. */
  readonly grain: number;
}

interface Placed {
  readonly mark: Mark;
  readonly left: number;
  readonly breadth: number;
  /** Whether the label stands to the left of the mark, as there is more room. */
  readonly before: boolean;
  readonly row: number;
}

function place(marks: readonly Mark[], { drawn, width, right, grain }: MarksProps): readonly Placed[] {
  const [least, most] = [PLOT.left, width - right];
  const pixelOf = (instant: number): number => {
    const x = drawn.convertToPixel({ xAxisIndex: 0 }, instant);
    return typeof x === 'number' ? x : Number.NaN;
  };
  const shown = marks.flatMap((mark) => {
    // Values stand at the start of their bucket: a mark no longer than a bucket stands with its value.
    const start = Math.floor(mark.at / grain) * grain;
    const isShort = mark.to === undefined || mark.to - mark.at <= grain;
    const left = pixelOf(start);
    const end = isShort || mark.to === undefined ? left : pixelOf(mark.to);
    const isOutside = Number.isNaN(left) || Math.max(left, end) < least - 1 || left > most + 1;
    if (isOutside) return [];
    const from = Math.max(least, left);
    return [{ mark, left: from, breadth: Math.max(1, Math.min(most, end) - from) }];
  });
  return shown
    .toSorted((a, b) => a.left - b.left)
    .map((one, row) => ({ ...one, row, before: one.left > (least + most) / 2 }));
}

/** Marks of the page on the time axis of a chart: a line or a band, and its name at the head of the plot. */
export function LineMarks(props: MarksProps): ReactNode {
  const marks = useMarks();
  if (marks.length === 0 || props.drawing === 0) return null;
  return (
    <ul className="line-marks">
      {place(marks, props).map(({ mark, left, breadth, before, row }) => {
        const style: CSSProperties = {
          left,
          width: breadth,
          top: PLOT.top,
          bottom: PLOT.bottom,
        };
        return (
          <li key={`${mark.at} ${mark.label}`} className="line-mark" data-band={breadth > 1} style={style}>
            <span className="mark-label" data-before={before} style={{ top: row * 17 }}>
              {mark.label}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
