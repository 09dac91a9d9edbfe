import { type CSSProperties, type ReactNode, useRef } from 'react';
import { exactNumber, NONE, shortNumber } from '../number/format.ts';
import { HOUR } from '../time-range/instant.ts';
import { heading, periodOf } from './columns-of.ts';
import { type Matrix, type MatrixRow, matrixOf } from './matrix.ts';
import type { BodyProps } from './panel-body.tsx';
import { cellOf, useRoving } from './roving.ts';
import { useViewState } from './view.ts';

/** Shades of the legend, in percent of the darkest. */
const RAMP = [8, 20, 32, 44, 56, 68, 84, 100];

function two(hour: number): string {
  return String(hour).padStart(2, '0');
}

function cellStyle(value: number | null, top: number): CSSProperties {
  if (value === null || value === 0 || top === 0) return {};
  // The square root lets small cells be told from empty ones.
  const strength = Math.sqrt(value / top);
  return { '--heat': `${Math.round(8 + 92 * strength)}%` };
}

interface RowProps {
  readonly matrix: Matrix;
  readonly row: MatrixRow;
  readonly index: number;
  readonly onOpen: (row: MatrixRow, hour: number | undefined) => void;
}

function HeatRow({ matrix, row, index, onOpen }: RowProps): ReactNode {
  const unit = matrix.figure.unit ?? '';
  return (
    <tr>
      <th scope="row" className="cut" title={row.label}>
        {row.label}
      </th>
      {row.cells.map((value, hour) => {
        const words = `${row.label}, ${two(hour)}:00 to ${two(hour + 1)}:00 UTC: ${value === null ? 'none' : `${exactNumber(value)} ${unit}`}`;
        return (
          // The hours never change places.
          <td key={two(hour)}>
            <button
              type="button"
              className="heat-cell"
              {...cellOf(index, hour)}
              data-none={value === null || value === 0}
              style={cellStyle(value, matrix.top)}
              aria-label={words}
              title={words}
              onClick={() => onOpen(row, hour)}
            >
              <span aria-hidden="true">{value === null ? '' : shortNumber(value).replace('\u202f', '')}</span>
            </button>
          </td>
        );
      })}
      <td className="heat-total number" title={`${exactNumber(row.total)} ${unit}`}>
        {row.total === 0 ? NONE : shortNumber(row.total)}
      </td>
    </tr>
  );
}

/** Hours of the day across, members down; the darker, the more. */
export function Heatmap({ placed, result }: BodyProps): ReactNode {
  const { open } = useViewState();
  const root = useRef<HTMLTableElement>(null);
  const onKeyDown = useRoving(root);
  const matrix = matrixOf(result, placed.panel.figures);
  if (matrix === undefined)
    return <p className="empty-text">This report has no dimension to set against the hours.</p>;
  const period = periodOf(result);
  const isOneDay = period !== undefined && period.to - period.from === 24 * HOUR;

  function onOpen(row: MatrixRow, hour: number | undefined): void {
    const at =
      isOneDay && hour !== undefined && period !== undefined
        ? { from: period.from + hour * HOUR, to: period.from + (hour + 1) * HOUR }
        : undefined;
    open({
      id: placed.id,
      figure: matrix?.figure.name,
      members:
        row.member === undefined || matrix === undefined ? {} : { [matrix.dimension.name]: row.member },
      at,
      hour: at === undefined ? hour : undefined,
    });
  }

  return (
    <div className="heat-scroll">
      <table className="heatmap" ref={root} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            <th scope="col">{heading(matrix.dimension.name)}</th>
            {Array.from({ length: 24 }, (_, hour) => (
              <th key={two(hour)} scope="col" className="heat-hour" data-third={hour % 3 === 0}>
                {two(hour)}
              </th>
            ))}
            <th scope="col" className="number">
              All day
            </th>
          </tr>
        </thead>
        <tbody>
          {matrix.rows.map((row, index) => (
            <HeatRow key={row.label} matrix={matrix} row={row} index={index} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
      <p className="heat-scale" aria-hidden="true">
        <span>0</span>
        <span className="heat-ramp">
          {RAMP.map((share) => (
            <span key={share} style={{ '--heat': `${share}%` }} />
          ))}
        </span>
        <span>
          {shortNumber(matrix.top)} {matrix.figure.unit} in an hour (UTC)
        </span>
      </p>
    </div>
  );
}
