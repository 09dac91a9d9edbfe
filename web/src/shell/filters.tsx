import type { ReactNode } from 'react';
import { usePatchSearch, useSearchState } from '../url-state/use-search.ts';
import { Icon } from './icons.tsx';
import { Popover } from './popover.tsx';

const CHOICES = [
  { value: undefined, label: 'without bots', about: 'Events of robots are counted, but not shown.' },
  { value: 'include', label: 'with bots', about: 'Everything, robots too.' },
  { value: 'only', label: 'bots only', about: 'What robots do.' },
] as const;

/** Filters as chips. Bots are the one filter so far, on streams that tell them. */
export function Filters({ bots }: { bots: boolean }): ReactNode {
  const search = useSearchState();
  const patch = usePatchSearch();
  if (!bots) return null;
  const chosen = CHOICES.find(({ value }) => value === search['bots']) ?? CHOICES[0];
  return (
    <Popover
      title="Bots"
      className={chosen.value === undefined ? 'chip' : 'chip chip-set'}
      label={
        <>
          {chosen.label} <Icon name="down" />
        </>
      }
    >
      {(close) => (
        <ul className="preset-list">
          {CHOICES.map(({ value, label, about }) => (
            <li key={label}>
              <button
                type="button"
                className="preset"
                aria-pressed={value === chosen.value}
                onClick={() => {
                  patch({ bots: value });
                  close();
                }}
              >
                {label}
                <span className="muted preset-about">{about}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Popover>
  );
}
