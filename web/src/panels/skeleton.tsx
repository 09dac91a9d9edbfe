import type { ReactNode } from 'react';
import type { Chart } from '../api/types.ts';

interface SkeletonProps {
  readonly chart: Chart;
  /** How many rows are going to stand there, for charts that have rows. */
  readonly rows?: number | undefined;
}

/** Stands where a chart is going to be, in its size, so that nothing jumps. */
export function Skeleton({ chart, rows }: SkeletonProps): ReactNode {
  return (
    <div
      className="skeleton"
      data-chart={chart}
      role="status"
      aria-label="Loading"
      style={rows === undefined ? {} : { '--rows': rows }}
    >
      <div />
    </div>
  );
}
