import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { type Params, reportQuery } from '../api/queries.ts';
import type { ReportInfo } from '../api/types.ts';
import { languageName } from '../campaigns/rule-words.ts';
import { memberText } from '../panels/columns-of.ts';
import { usePatchSearch, useSearchState } from '../url-state/use-search.ts';
import { Icon } from './icons.tsx';
import { LANGUAGES } from './languages.ts';
import { Popover } from './popover.tsx';

export type MemberFilterName = 'platform' | 'language';

/** Members offered at most. */
const OFFERED = 12;

interface FilterProps {
  readonly name: MemberFilterName;
  /** Reports of the streams on the page. */
  readonly reports: readonly ReportInfo[];
}

function labelOf(name: MemberFilterName, member: string): string {
  return name === 'language' ? languageName(member) : member;
}

/** Where members are read from: the report of languages; the newest events tell platforms. */
function sourceOf({ name, reports }: FilterProps): { report: ReportInfo; params: Params } | undefined {
  const byName = reports.find((report) => report.name === `${name}s`);
  if (byName !== undefined) return { report: byName, params: {} };
  const listing = reports.find(
    (report) =>
      report.listing === true && report.parameters.some((one) => one.name === name && !one.required),
  );
  return listing === undefined ? undefined : { report: listing, params: { limit: '100' } };
}

/** Members that the data have, most first where a report counts them. */
function useMembers(props: FilterProps): readonly string[] {
  const source = sourceOf(props);
  const question = {
    stream: source?.report.stream ?? '',
    report: source?.report.name ?? '',
    params: source?.params ?? {},
  };
  const { data } = useQuery({ ...reportQuery(question), enabled: source !== undefined });
  const members = (data?.rows ?? []).map((row) => memberText(row[props.name]));
  const known = [...new Set(members)].filter((member) => member !== 'undefined');
  return known.length === 0 && props.name === 'language' ? LANGUAGES : known;
}

function Choices(props: FilterProps & { close: () => void }): ReactNode {
  const { name, close } = props;
  const search = useSearchState();
  const patch = usePatchSearch();
  const members = useMembers(props);
  const [text, setText] = useState('');
  const id = useId();

  function choose(member: string | undefined): void {
    patch({ [name]: member });
    close();
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (text.trim() !== '') choose(text.trim().toLowerCase());
  }

  return (
    <>
      <ul className="preset-list">
        <li>
          <button
            type="button"
            className="preset"
            aria-pressed={(search[name] ?? '') === ''}
            onClick={() => choose(undefined)}
          >
            all {name}s
          </button>
        </li>
        {members.slice(0, OFFERED).map((member) => (
          <li key={member}>
            <button
              type="button"
              className="preset"
              aria-pressed={search[name] === member}
              onClick={() => choose(member)}
            >
              {labelOf(name, member)}
            </button>
          </li>
        ))}
      </ul>
      <form className="filter-other" onSubmit={submit}>
        <label htmlFor={id} className="hidden">
          Another {name}
        </label>
        <input
          id={id}
          value={text}
          placeholder={name === 'language' ? 'another, such as pt' : 'another, such as bluesky'}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className="button">
          Set
        </button>
      </form>
    </>
  );
}

/** A filter by a member of a dimension, as a chip; once set it has a cross that takes it away. */
export function MemberFilter(props: FilterProps): ReactNode {
  const { name } = props;
  const search = useSearchState();
  const patch = usePatchSearch();
  const member = search[name] ?? '';
  const isSet = member !== '';
  return (
    <span className="filter">
      <Popover
        title={name === 'language' ? 'Language' : 'Platform'}
        className={isSet ? 'chip chip-set chip-joined' : 'chip'}
        label={
          <>
            <span className="cut">{isSet ? labelOf(name, member) : `all ${name}s`}</span> <Icon name="down" />
          </>
        }
      >
        {(close) => <Choices {...props} close={close} />}
      </Popover>
      {isSet ? (
        <button
          type="button"
          className="button chip chip-set chip-off"
          aria-label={`All ${name}s again`}
          title={`All ${name}s again`}
          onClick={() => patch({ [name]: undefined })}
        >
          <Icon name="close" />
        </button>
      ) : null}
    </span>
  );
}
