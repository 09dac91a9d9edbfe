import type { ReactNode } from 'react';
import type { Point } from './series.ts';
import { type Frame, sparkPieces } from './spark-pieces.ts';

/** The course of a figure, without axes: it stands beside its number. */
export function Sparkline({
  points,
  filling,
}: {
  points: readonly Point[];
  filling: number | undefined;
}): ReactNode {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 3) return <span className="sparkline" />;
  const top = Math.max(0, ...points.map(({ value }) => value ?? 0));
  const frame: Frame = { from: first.at, to: last.at, top, width: 120, height: 28 };
  const whole = filling === undefined ? points : points.filter(({ at }) => at < filling);
  const open = filling === undefined ? [] : [...whole.slice(-1), ...points.filter(({ at }) => at >= filling)];
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${frame.width} ${frame.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {sparkPieces(whole, frame).map((piece) => (
        <polyline key={piece.slice(0, 12)} points={piece} />
      ))}
      {sparkPieces(open, frame).map((piece) => (
        <polyline key={piece.slice(0, 12)} className="filling" points={piece} />
      ))}
    </svg>
  );
}
