import type { ReactNode } from 'react';
import type { Chart } from '../api/types.ts';

/** Stands where a chart is going to be, in its size, so that nothing jumps. */
export function Skeleton({ chart }: { chart: Chart }): ReactNode {
  return (
    <div className="skeleton" data-chart={chart} role="status" aria-label="Loading">
      <div />
    </div>
  );
}
