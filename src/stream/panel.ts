import type { Chart } from './report.ts';

/** A part of a stream's page, made from a report. */
export interface Panel<Q extends string = string> {
  readonly report: Q;
  readonly title: string;
  readonly chart: Chart;
  /** Width in twelfths of the page. */
  readonly width: 3 | 4 | 6 | 8 | 12;
  /** Parameters the panel sets on its report. */
  readonly set?: Readonly<Record<string, string>>;
  /** Figures to draw, when not all. */
  readonly figures?: readonly string[];
}
