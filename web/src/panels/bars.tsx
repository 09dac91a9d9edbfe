import { type ReactNode, useRef } from 'react';
import type { Column, ReportResult } from '../api/types.ts';
import { CATEGORIES, coloursOf, figureColours } from '../charts/palette.ts';
import { Swatch } from '../charts/swatch.tsx';
import { figureText, figureWords, numberOf } from '../number/format.ts';
import { heading, membersOf, rowLabel, shapeOf } from './columns-of.ts';
import { whyNone } from './figure-info.ts';
import type { BodyProps } from './panel-body.tsx';
import { cellOf, useRoving } from './roving.ts';
import { useViewState } from './view.ts';

interface Plan {
  readonly dimensions: readonly Column[];
  /** Drawn as bars on one scale. */
  readonly drawn: readonly Column[];
  /** Shown as numbers behind the bars, as their unit is another. */
  readonly beside: readonly Column[];
  readonly top: number;
}

/** Figures of one unit share a scale; the others are numbers beside the bars. */
export function planBars(result: ReportResult, chosen: readonly string[] | undefined): Plan {
  const { dimensions, figures } = shapeOf(result.columns, chosen);
  const [first] = figures;
  const drawn = figures.filter(({ unit }) => unit === first?.unit);
  const values = result.rows.flatMap((row) => drawn.map(({ name }) => numberOf(row[name]) ?? 0));
  return {
    dimensions,
    drawn,
    beside: figures.filter((column) => !drawn.includes(column)),
    top: Math.max(0, ...values),
  };
}

/** A colour for each member where there are few; where there are more than colours, all have the same. */
function memberColours(result: ReportResult, plan: Plan): ReadonlyMap<string, string> {
  const members = result.rows.map((row) => rowLabel(row, plan.dimensions));
  const dimension = plan.dimensions.map(({ name }) => name).join(' · ');
  return members.length > CATEGORIES || plan.drawn.length > 1 ? new Map() : coloursOf(dimension, members);
}

/** Lying bars from zero, the number at the end of each. */
export function Bars({ placed, result }: BodyProps): ReactNode {
  const { open } = useViewState();
  const root = useRef<HTMLOListElement>(null);
  const onKeyDown = useRoving(root);
  const plan = planBars(result, placed.panel.figures);
  const members = memberColours(result, plan);
  const figures = figureColours(plan.drawn.map(({ name }) => name));
  const heads = plan.drawn.length > 1 || plan.beside.length > 0;
  return (
    <div className="bars" data-beside={plan.beside.length}>
      {heads ? (
        <div className="bars-head" aria-hidden="true">
          <span />
          <span className="bars-legend">
            {plan.drawn.map(({ name, unit }) => (
              <span key={name}>
                {plan.drawn.length > 1 ? <Swatch colour={figures.get(name)} /> : null}
                {heading(name)}
                {unit === '%' ? ' (%)' : ''}
              </span>
            ))}
          </span>
          {plan.beside.map(({ name }) => (
            <span key={name} className="number">
              {heading(name)}
            </span>
          ))}
        </div>
      ) : null}
      <ol ref={root} className="bars-list" onKeyDown={onKeyDown}>
        {result.rows.map((row, index) => {
          const label = rowLabel(row, plan.dimensions);
          return (
            <li key={label}>
              <button
                type="button"
                className="bar-row"
                {...cellOf(index, 0)}
                onClick={() =>
                  open({
                    id: placed.id,
                    figure: plan.drawn[0]?.name,
                    members: membersOf(row, plan.dimensions),
                  })
                }
              >
                <span className="bar-label cut" title={label}>
                  {label}
                </span>
                <span className="bar-marks">
                  {plan.drawn.map((column) => {
                    const value = row[column.name];
                    const share = plan.top === 0 ? 0 : (numberOf(value) ?? 0) / plan.top;
                    return (
                      <span key={column.name} className="bar-line">
                        <span
                          className="bar-mark"
                          data-none={value === null}
                          style={{
                            flexGrow: 0,
                            flexBasis: `calc((100% - var(--bar-value)) * ${share.toFixed(4)})`,
                            background: members.get(label) ?? figures.get(column.name),
                          }}
                        />
                        <span
                          className="bar-value"
                          title={
                            value === null
                              ? whyNone(placed.report, column)
                              : `${heading(column.name)}: ${figureWords(value, column.unit)}`
                          }
                        >
                          {figureText(value, column.unit)}
                        </span>
                      </span>
                    );
                  })}
                </span>
                {plan.beside.map((column) => (
                  <span
                    key={column.name}
                    className="bar-beside number"
                    title={`${heading(column.name)}: ${figureWords(row[column.name], column.unit)}`}
                  >
                    {figureText(row[column.name], column.unit)}
                  </span>
                ))}
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
