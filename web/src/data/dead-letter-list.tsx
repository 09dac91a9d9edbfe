import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { DEAD_LETTERS_SHOWN, deadLettersQuery } from '../api/queries.ts';
import type { DeadLetters, StreamAudit } from '../api/types.ts';
import { exactNumber } from '../number/format.ts';
import { Failure } from '../panels/failure.tsx';
import { Skeleton } from '../panels/skeleton.tsx';
import { usePatchSearch, useSearchState } from '../url-state/use-search.ts';
import { DeadLetterItem } from './dead-letter-item.tsx';
import { reasonWords } from './reason-words.ts';
import { ReplayButton } from './replay-button.tsx';

function Filter({
  name,
  label,
  value,
  options,
  onChange,
}: {
  name: string;
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
}): ReactNode {
  return (
    <label className="choice">
      <span>{label}</span>
      <select name={name} value={value} onChange={(event) => onChange(event.target.value || undefined)}>
        <option value="">all</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

function Paging({ shown, isFirst }: { shown: DeadLetters; isFirst: boolean }): ReactNode {
  const patch = usePatchSearch();
  const last = shown.rows.at(-1);
  const more = shown.rows.length >= DEAD_LETTERS_SHOWN && last !== undefined;
  if (isFirst && !more) return null;
  return (
    <div className="paging">
      <button
        type="button"
        className="button"
        disabled={isFirst}
        onClick={() => patch({ before: undefined })}
      >
        Newest
      </button>
      <button
        type="button"
        className="button"
        disabled={!more}
        onClick={() => patch({ before: String(last?.id ?? '') })}
      >
        Older
      </button>
    </div>
  );
}

/** What could not be used: why, and the line as it came. Filters and place are part of the address. */
export function DeadLetterList({ streams }: { streams: readonly StreamAudit[] }): ReactNode {
  const search = useSearchState();
  const patch = usePatchSearch();
  const { stream, reason, before } = search;
  const query = useQuery(deadLettersQuery({ stream, reason, before }));
  const counted = streams.filter((one) => stream === undefined || one.stream === stream);
  const reasons = [...new Set(counted.flatMap(({ rejected }) => Object.keys(rejected.byReason)))].sort();
  return (
    <section className="panel" data-width="12" aria-labelledby="dead-letters">
      <header className="panel-head">
        <div className="panel-titles">
          <h2 id="dead-letters" className="panel-title">
            Dead letters
          </h2>
          <p className="panel-question">
            <span>
              Lines that could not be used, kept as they came. After a fix they can be replayed, and are
              counted once.
            </span>
          </p>
        </div>
        <div className="panel-tools">
          <Filter
            name="stream"
            label="Stream"
            value={stream ?? ''}
            options={streams.map((one) => ({ value: one.stream, label: one.stream }))}
            onChange={(value) => patch({ stream: value, reason: undefined, before: undefined })}
          />
          <Filter
            name="reason"
            label="Reason"
            value={reason ?? ''}
            options={reasons.map((one) => ({ value: one, label: reasonWords(one) }))}
            onChange={(value) => patch({ reason: value, before: undefined })}
          />
          {stream === undefined ? null : <ReplayButton stream={stream} />}
        </div>
      </header>
      {query.data === undefined ? (
        query.error === null ? (
          <Skeleton chart="table" />
        ) : (
          <Failure error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : query.data.rows.length === 0 ? (
        <p className="empty-text">
          {stream === undefined && reason === undefined
            ? 'No dead letters: every line that arrived could be used.'
            : 'No dead letters of this kind.'}
        </p>
      ) : (
        <>
          <p className="muted">
            {exactNumber(query.data.total)} in all, the newest first
            {stream === undefined ? '; choose a stream to replay its letters' : ''}.
          </p>
          <ul className="letters">
            {query.data.rows.map((letter) => (
              <DeadLetterItem key={letter.id} letter={letter} />
            ))}
          </ul>
          <Paging shown={query.data} isFirst={before === undefined} />
        </>
      )}
    </section>
  );
}
