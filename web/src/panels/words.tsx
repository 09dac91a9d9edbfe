import { type ReactNode, useRef } from 'react';
import { figureText, figureWords, numberOf } from '../number/format.ts';
import { membersOf, rowLabel, shapeOf } from './columns-of.ts';
import type { BodyProps } from './panel-body.tsx';
import { cellOf, useRoving } from './roving.ts';
import { useViewState } from './view.ts';

/** Sizes of the words, in pixels. */
const SMALLEST = 13;
const LARGEST = 34;

/**
 * Words as large as their figure, in the order of the alphabet, so that a word is found where one looks for it and stays
 * there when the figures change. Area, and not height, goes with the figure, from the least word shown to the most.
 */
export function Words({ placed, result }: BodyProps): ReactNode {
  const { open } = useViewState();
  const root = useRef<HTMLUListElement>(null);
  const onKeyDown = useRoving(root);
  const { dimensions, figures } = shapeOf(result.columns, placed.panel.figures);
  const [figure] = figures;
  if (figure === undefined) return <p className="empty-text">This report has no figure.</p>;
  const amountOf = (row: (typeof result.rows)[number]): number => numberOf(row[figure.name]) ?? 0;
  const rows = result.rows
    .filter((row) => dimensions.every(({ name }) => row[name] !== 'undefined'))
    .map((row) => ({ row, label: rowLabel(row, dimensions) }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const roots = rows.map(({ row }) => Math.sqrt(amountOf(row)));
  const [least, most] = [Math.min(...roots), Math.max(...roots)];
  return (
    <ul className="words" ref={root} onKeyDown={onKeyDown}>
      {rows.map(({ row, label }, index) => {
        const share = most === least ? 0.5 : (Math.sqrt(amountOf(row)) - least) / (most - least);
        const words = `${label}: ${figureWords(row[figure.name], figure.unit)}`;
        return (
          <li key={label}>
            <button
              type="button"
              className="word"
              {...cellOf(index, 0)}
              style={{
                fontSize: `${(SMALLEST + (LARGEST - SMALLEST) * share).toFixed(1)}px`,
                opacity: (0.72 + 0.28 * share).toFixed(2),
              }}
              title={words}
              aria-label={words}
              onClick={() =>
                open({ id: placed.id, figure: figure.name, members: membersOf(row, dimensions) })
              }
            >
              {label}
              <span className="word-count" aria-hidden="true">
                {figureText(row[figure.name], figure.unit)}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
