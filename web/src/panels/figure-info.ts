import type { Column, ReportInfo, Row } from '../api/types.ts';
import { exactNumber } from '../number/format.ts';

/** What a rate is a share of, in words with its number: `of 1,204 sessions`. Undefined where the report does not say. */
export function denominatorWords(report: ReportInfo, column: Column, row: Row): string | undefined {
  const per = report.figures?.find(({ name }) => name === column.name)?.per;
  if (per === undefined || per === null) return undefined;
  const words = per.replaceAll('_', ' ');
  const value = row[per];
  return value === undefined || value === null ? `of ${words}` : `of ${exactNumber(value)} ${words}`;
}

/** Why a figure has no value. */
export function whyNone(report: ReportInfo, column: Column): string {
  const per = report.figures?.find(({ name }) => name === column.name)?.per?.replaceAll('_', ' ');
  if (column.type === 'decimal' || column.unit === '%') {
    return `No value: it is divided by ${per ?? 'a number'}, and there were none in this range.`;
  }
  return 'No value: no event in this range has one.';
}
