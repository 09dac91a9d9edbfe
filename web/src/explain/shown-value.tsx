import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Question, reportQuery } from '../api/queries.ts';
import type { ReportResult, Row } from '../api/types.ts';
import { figureText, figureWords, numberOf } from '../number/format.ts';
import { memberText, shapeOf } from '../panels/columns-of.ts';
import type { PlacedPanel } from '../panels/question.ts';
import type { About } from './about.ts';

/** The rows of the panel that the figure stands for. */
export function rowsAbout(result: ReportResult, about: About): readonly Row[] {
  const { time, hour } = shapeOf(result.columns);
  return result.rows.filter((row) => {
    const members = Object.entries(about.members ?? {}).every(
      ([name, member]) => row[name] === undefined || memberText(row[name]) === member,
    );
    const inBucket =
      about.at === undefined || time === undefined || Date.parse(String(row[time.name])) === about.at.from;
    const wanted = about.hour ?? (about.at === undefined ? undefined : new Date(about.at.from).getUTCHours());
    const inHour = wanted === undefined || hour === undefined || numberOf(row[hour.name]) === wanted;
    return members && inBucket && inHour;
  });
}

/** The figure once more, large, as it stands on the page now. */
export function ShownValue({
  placed,
  question,
  about,
}: {
  placed: PlacedPanel;
  question: Question;
  about: About;
}): ReactNode {
  const query = useQuery({ ...reportQuery(question), enabled: about.figure !== undefined });
  const column = query.data?.columns.find(({ name }) => name === about.figure);
  if (query.data === undefined || column === undefined) return null;
  const rows = rowsAbout(query.data, about);
  const [row] = rows;
  // Several rows are one number only where their figure can be added up, as in a heatmap.
  const canAdd = placed.panel.chart === 'heatmap' && column.type === 'integer';
  if (row === undefined || (rows.length > 1 && !canAdd)) return null;
  const value =
    rows.length > 1
      ? rows.reduce((sum, one) => sum + (numberOf(one[column.name]) ?? 0), 0)
      : row[column.name];
  const short = figureText(value, column.unit);
  const words = figureWords(value, column.unit);
  return (
    <p className="sheet-value" title={words}>
      {short}
      <span className="sheet-exact muted">{words.startsWith(short) ? words.slice(short.length) : words}</span>
    </p>
  );
}
