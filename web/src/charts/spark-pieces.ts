import type { Point } from './series.ts';

export interface Frame {
  readonly from: number;
  readonly to: number;
  /** The largest value; the smallest is 0. */
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const MARGIN = 2;

/** The pieces of a line between its gaps, each as the points of an SVG polyline. */
export function sparkPieces(points: readonly Point[], frame: Frame): readonly string[] {
  const span = frame.to - frame.from || 1;
  const top = frame.top || 1;
  const pieces: string[][] = [[]];
  for (const { at, value } of points) {
    if (value === null) {
      pieces.push([]);
      continue;
    }
    const x = ((at - frame.from) / span) * frame.width;
    const y = frame.height - MARGIN - (value / top) * (frame.height - 2 * MARGIN);
    pieces.at(-1)?.push(`${x.toFixed(1)},${y.toFixed(1)}`);
  }
  return pieces.filter((piece) => piece.length > 1).map((piece) => piece.join(' '));
}
