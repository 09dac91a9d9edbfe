import type { ReactNode } from 'react';
import type { ReportInfo } from '../api/types.ts';
import { MEMBER_FILTERS } from '../panels/question.ts';
import { usePatchSearch, useSearchState } from '../url-state/use-search.ts';
import { Icon } from './icons.tsx';
import { MemberFilter } from './member-filter.tsx';
import { Popover } from './popover.tsx';

const CHOICES = [
  { value: undefined, label: 'without bots', about: 'Events of robots are counted, but not shown.' },
  { value: 'include', label: 'with bots', about: 'Everything, robots too.' },
  { value: 'only', label: 'bots only', about: 'What robots do.' },
] as const;

function BotsFilter(): ReactNode {
  const search = useSearchState();
  const patch = usePatchSearch();
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

interface FiltersProps {
  /** Whether a stream of the page tells bots. */
  readonly bots: boolean;
  /** Reports of the streams on the page. */
  readonly reports: readonly ReportInfo[];
}

/** Filters as chips, each only where something on the page can be narrowed by it. */
export function Filters({ bots, reports }: FiltersProps): ReactNode {
  const names = MEMBER_FILTERS.filter((filter) =>
    reports.some(({ parameters }) => parameters.some(({ name, required }) => name === filter && !required)),
  );
  return (
    <>
      {bots ? <BotsFilter /> : null}
      {names.map((name) => (
        <MemberFilter key={name} name={name} reports={reports} />
      ))}
    </>
  );
}
