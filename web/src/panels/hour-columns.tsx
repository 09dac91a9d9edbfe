import { type ReactNode, useRef } from 'react';
import { exactNumber, figureWords, numberOf, shortNumber } from '../number/format.ts';
import { shapeOf } from './columns-of.ts';
import type { BodyProps } from './panel-body.tsx';
import { cellOf, useRoving } from './roving.ts';
import { useViewState } from './view.ts';

function two(hour: number): string {
  return String(hour).padStart(2, '0');
}

/** Standing bars over the hours of the day: what has an order in time reads from left to right. */
export function HourColumns({ placed, result }: BodyProps): ReactNode {
  const { open } = useViewState();
  const root = useRef<HTMLOListElement>(null);
  const onKeyDown = useRoving(root);
  const { hour, figures } = shapeOf(result.columns, placed.panel.figures);
  const [figure] = figures;
  if (hour === undefined || figure === undefined) return null;
  const values = result.rows.map((row) => numberOf(row[figure.name]) ?? 0);
  const top = Math.max(0, ...values);
  return (
    <div className="hour-columns">
      <p className="axis-top muted" aria-hidden="true">
        {figure.unit}, up to {exactNumber(top)}
      </p>
      <ol ref={root} onKeyDown={onKeyDown}>
        {result.rows.map((row, index) => {
          const at = numberOf(row[hour.name]) ?? index;
          const value = values[index] ?? 0;
          const words = `${two(at)}:00 to ${two(at + 1)}:00 UTC: ${figureWords(row[figure.name], figure.unit)}`;
          return (
            <li key={at}>
              <button
                type="button"
                className="hour-column"
                {...cellOf(0, index)}
                aria-label={words}
                title={words}
                onClick={() => open({ id: placed.id, figure: figure.name, hour: at })}
              >
                <span className="hour-value" aria-hidden="true">
                  {value === 0 ? '' : shortNumber(value).replace('\u202f', '')}
                </span>
                <span className="hour-mark" style={{ height: `${top === 0 ? 0 : (value / top) * 100}%` }} />
                <span className="hour-label" aria-hidden="true" data-third={at % 3 === 0}>
                  {two(at)}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      <p className="axis-bottom muted" aria-hidden="true">
        hour of the day, UTC
      </p>
    </div>
  );
}
