import { type ReactNode, useRef } from 'react';
import { exactNumber, figureWords, NONE, shortNumber } from '../number/format.ts';
import { heading } from './columns-of.ts';
import type { BodyProps } from './panel-body.tsx';
import { cellOf, useRoving } from './roving.ts';
import { stepsOf } from './steps.ts';
import { useViewState } from './view.ts';

function percent(value: number | null): string {
  return value === null ? NONE : `${exactNumber(value, 1)}\u202f%`;
}

/** Steps one below the other: how many get so far, as a share of the first and of the step before. */
export function Funnel({ placed, result }: BodyProps): ReactNode {
  const { open } = useViewState();
  const root = useRef<HTMLOListElement>(null);
  const onKeyDown = useRoving(root);
  const { steps, unit } = stepsOf(result);
  return (
    <ol className="funnel" ref={root} onKeyDown={onKeyDown}>
      {steps.map((step, index) => (
        <li key={step.name}>
          <button
            type="button"
            className="funnel-step"
            {...cellOf(index, 0)}
            onClick={() => open({ id: placed.id, figure: step.name })}
          >
            <span className="funnel-head">
              <span className="funnel-name">{heading(step.name)}</span>
              <span className="funnel-value" title={figureWords(step.value, unit)}>
                {step.value === null ? NONE : shortNumber(step.value)}
                {index === 0 ? <span className="muted"> {unit}</span> : null}
              </span>
            </span>
            <span className="funnel-track">
              <span className="funnel-mark" style={{ width: `${step.ofFirst ?? 0}%` }} />
            </span>
            <span className="funnel-shares muted">
              {index === 0 ? (
                'all that begin'
              ) : (
                <>
                  <span>{percent(step.ofFirst)} of the first</span>
                  <span>{percent(step.ofPrevious)} of the step before</span>
                </>
              )}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
