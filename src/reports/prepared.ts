import type { ReportAnswer, Statement } from './answer.ts';
import type { DeclaredReport } from './find.ts';
import type { Asked } from './parameters.ts';
import type { Period, StoredWindows } from './period.ts';
import type { ReportQuery } from './query.ts';

/** A report whose parameters are checked and whose range is known. */
export interface Prepared {
  readonly declared: DeclaredReport;
  readonly asked: Asked;
  /** When the stream last committed, ISO. */
  readonly asOf: string | null;
  /** Undefined when the range depends on what is stored and nothing is. */
  readonly period: Period | undefined;
  readonly query: ReportQuery;
  /** The windows that the report could show; undefined when there is none. */
  readonly stored: StoredWindows | undefined;
  /** Of what it is made of: while it stays the same, so does the answer. Undefined where figures change unannounced. */
  readonly version: string | undefined;
  /** What ran so far. */
  readonly statements: readonly Statement[];
}

/** A report with its answer and everything that ran for it. */
export interface Run extends Prepared {
  readonly answer: ReportAnswer;
}
