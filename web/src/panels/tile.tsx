import type { ReactNode } from 'react';
import type { Column, Row } from '../api/types.ts';
import { Sparkline } from '../charts/sparkline.tsx';
import { changePercent, figureText, figureWords, numberOf } from '../number/format.ts';
import { intervalWords } from '../time-range/words.ts';
import { heading, membersOf, rowLabel } from './columns-of.ts';
import { denominatorWords, whyNone } from './figure-info.ts';
import type { PlacedPanel } from './question.ts';
import type { Course } from './use-courses.ts';
import type { Previous } from './use-previous.ts';
import { useViewState } from './view.ts';

interface TileProps {
  readonly placed: PlacedPanel;
  readonly row: Row;
  readonly column: Column;
  readonly dimensions: readonly Column[];
  readonly previous: Previous | undefined;
  readonly course: Course | undefined;
}

/** A change beyond this says that there was hardly anything before, not how much there is now. */
const MOST_PERCENT = 1000;

function changeText(size: number, isRate: boolean): string {
  if (isRate) return `${size.toFixed(1)} points`;
  return `${size < 100 ? size.toFixed(1) : Math.round(size)}\u202f%`;
}

/** `▲ 12.4 %`; rates change by points. Grey: whether more is better is for the reader to say. */
function Change({ row, column, previous }: { row: Row; column: Column; previous: Previous }): ReactNode {
  const now = numberOf(row[column.name]);
  const before = numberOf(previous.row?.[column.name]);
  const isRate = column.unit === '%';
  const change = isRate && now !== null && before !== null ? now - before : changePercent(now, before);
  const period = intervalWords(previous.interval);
  if (previous.row === undefined) return <span className="tile-change">&nbsp;</span>;
  const beforeWords = `${figureWords(before, column.unit)} for ${period} UTC`;
  if (change === null || Math.abs(change) >= MOST_PERCENT) {
    return (
      <span className="tile-change" title={`Not enough to compare with: ${beforeWords}`}>
        {change === null ? 'nothing before' : 'hardly any before'}
      </span>
    );
  }
  const size = changeText(Math.abs(change), isRate);
  const arrow = size.startsWith('0.0') ? '=' : change > 0 ? '▲' : '▼';
  return (
    <span className="tile-change" title={beforeWords}>
      <span aria-hidden="true">{arrow}</span>
      <span className="hidden">{change >= 0 ? 'up' : 'down'}</span> {size}
    </span>
  );
}

/** Units that say no more than the heading are left out. */
function unitWords(column: Column): string {
  const unit = column.unit ?? '';
  const isSaid = heading(column.name).toLowerCase().includes(unit.toLowerCase());
  return unit === '%' || unit === 's' || isSaid ? '' : unit;
}

/** One figure: what it is, how much, against the period before, and its course. The whole tile opens its explanation. */
export function Tile({ placed, row, column, dimensions, previous, course }: TileProps): ReactNode {
  const { open } = useViewState();
  const value = row[column.name];
  const isNone = value === null || value === undefined;
  const points = course?.chart.series[0]?.points;
  const denominator = denominatorWords(placed.report, column, row);
  return (
    <button
      type="button"
      className="tile"
      onClick={() => open({ id: placed.id, figure: column.name, members: membersOf(row, dimensions) })}
    >
      <span className="tile-label">{heading(column.name)}</span>
      {dimensions.length > 0 ? <span className="tile-member cut">{rowLabel(row, dimensions)}</span> : null}
      <span
        className="tile-value"
        title={isNone ? whyNone(placed.report, column) : figureWords(value, column.unit)}
      >
        {figureText(value, column.unit)}
        <span className="tile-unit">{unitWords(column)}</span>
      </span>
      <span className="tile-foot">
        {denominator === undefined ? null : <span className="tile-of">{denominator}</span>}
        {/* Last: it comes and goes with the answer over the period before, and nothing may move then. */}
        {previous === undefined ? null : <Change row={row} column={column} previous={previous} />}
      </span>
      {points === undefined ? null : <Sparkline points={points} filling={course?.chart.filling} />}
    </button>
  );
}
