import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { eventsQuery, type Question } from '../api/queries.ts';
import { Failure } from '../panels/failure.tsx';
import { Skeleton } from '../panels/skeleton.tsx';
import { Code, CopyButton } from '../shell/copy-button.tsx';
import type { About } from './about.ts';
import { membersFor } from './narrowed.ts';

const LIMIT = 20;

/** A field of an event as text. */
function fieldText(value: unknown): string {
  if (value === null || value === undefined) return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function EventItem({ event, index }: { event: Readonly<Record<string, unknown>>; index: number }): ReactNode {
  const fields = Object.entries(event).filter(([, value]) => value !== null && value !== undefined);
  const summary = fields
    .slice(0, 4)
    .map(([, value]) => fieldText(value))
    .join(' · ');
  return (
    <li>
      <details>
        <summary>
          <span className="muted">{index + 1}</span> <span className="cut">{summary}</span>
        </summary>
        <dl className="event-fields">
          {fields.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{fieldText(value)}</dd>
            </div>
          ))}
        </dl>
        <CopyButton text={JSON.stringify(event, null, 2)} label="Copy as JSON" />
      </details>
    </li>
  );
}

/** The newest events that a figure counts, read from the lake when asked for. */
export function BehindIt({ question, about }: { question: Question; about: About }): ReactNode {
  const [asked, setAsked] = useState(false);
  const query = useQuery({
    ...eventsQuery(question, { figure: about.figure, members: membersFor(question, about) }, LIMIT),
    enabled: asked,
  });
  return (
    <section className="sheet-section">
      <h3>The events behind it</h3>
      {asked ? null : (
        <button type="button" className="button" onClick={() => setAsked(true)}>
          Show the newest {LIMIT}
        </button>
      )}
      {asked && query.isPending ? <Skeleton chart="table" /> : null}
      {query.error === null ? null : <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data === undefined ? null : query.data.events.length === 0 ? (
        <p className="muted">No event stands behind this figure.</p>
      ) : (
        <>
          {query.data.widened === undefined ? null : (
            <p className="muted">These are the events of the whole report: {query.data.widened}</p>
          )}
          <ol className="event-list">
            {query.data.events.map((event, index) => (
              <EventItem key={String(event['id'] ?? index)} event={event} index={index} />
            ))}
          </ol>
          <Code label="DuckDB, over the lake" text={query.data.sql} />
        </>
      )}
    </section>
  );
}
