import type { ReactNode } from 'react';
import { Failure } from '../panels/failure.tsx';
import { Skeleton } from '../panels/skeleton.tsx';
import { usePart } from '../parts/part.ts';
import { lineChart } from '../parts/parts.ts';
import type { LineChartProps } from './line-chart.tsx';

/** Lines over time, as soon as the code that draws them is there. */
export function LoadedLineChart(props: LineChartProps): ReactNode {
  const { value: LineChart, error, retry } = usePart(lineChart);
  if (LineChart !== undefined) return <LineChart {...props} />;
  return error === null ? <Skeleton chart="line" /> : <Failure error={error} onRetry={retry} />;
}
