import type { ReportAnswer } from './answer.ts';
import { formatCards } from './cards.ts';
import { formatCsv } from './csv.ts';
import { formatTable } from './table.ts';

export const REPORT_FORMATS = ['table', 'json', 'csv'] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** An answer as text that ends with a line break. What is for a terminal is a table, or cards for long texts. */
export function formatReport(
  answer: ReportAnswer,
  format: ReportFormat,
  shape: 'table' | 'cards' = 'table',
): string {
  switch (format) {
    case 'table':
      return shape === 'cards' ? formatCards(answer) : formatTable(answer);
    case 'csv':
      return formatCsv(answer);
    case 'json':
      return formatJson(answer);
  }
}

/** `{"report","params","columns":[{"name","type","unit"}],"rows":[{...}],"asOf"}`, and `"unknown"` when counts are. */
function formatJson({ report, params, columns, rows, asOf, unknown }: ReportAnswer): string {
  return `${JSON.stringify({ report, params, columns, rows, asOf, unknown }, null, 2)}\n`;
}
