import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { explanationQuery, type Question, reportAddress } from '../api/queries.ts';
import type { Explanation } from '../api/types.ts';
import { heading } from '../panels/columns-of.ts';
import { Failure } from '../panels/failure.tsx';
import { type PlacedPanel, questionOf } from '../panels/question.ts';
import { Skeleton } from '../panels/skeleton.tsx';
import { useStreamView, useViewState } from '../panels/view.ts';
import { Code } from '../shell/copy-button.tsx';
import { Icon } from '../shell/icons.tsx';
import { instantWords, intervalWords } from '../time-range/words.ts';
import type { About } from './about.ts';
import { BehindIt } from './behind-it.tsx';
import { Closer } from './closer.tsx';
import { hourWords, narrowed } from './narrowed.ts';
import { ShownValue } from './shown-value.tsx';

/** What narrows the figure: members, bucket, hour. */
function Narrowing({ about }: { about: About }): ReactNode {
  const members = Object.entries(about.members ?? {});
  if (members.length === 0 && about.at === undefined && about.hour === undefined) return null;
  return (
    <ul className="narrowing">
      {members.map(([name, member]) => (
        <li key={name}>
          <span className="muted">{heading(name)}</span> <strong>{member}</strong>
        </li>
      ))}
      {about.at === undefined ? null : <li>{intervalWords(about.at)} UTC</li>}
      {about.hour === undefined ? null : <li>{hourWords(about.hour)}, on every day of the range</li>}
    </ul>
  );
}

function Figures({
  explanation,
  figure,
}: {
  explanation: Explanation;
  figure: string | undefined;
}): ReactNode {
  const asked = explanation.figures.filter(({ name }) => name === figure);
  const shown = asked.length > 0 ? asked : explanation.figures;
  return shown.map(({ name, unit, words, how }) => (
    <section key={name} className="sheet-section">
      <h3>
        {heading(name)}{' '}
        {unit === '' || unit.toLowerCase() === heading(name).toLowerCase() ? null : (
          <span className="muted">({unit})</span>
        )}
      </h3>
      <p>{words}</p>
      {how === '' || how === words ? null : (
        <p>
          <span className="muted">How it is computed: </span>
          {how}
        </p>
      )}
    </section>
  ));
}

function Explained({ explanation, about }: { explanation: Explanation; about: About }): ReactNode {
  return (
    <>
      <Figures explanation={explanation} figure={about.figure} />
      <section className="sheet-section">
        <h3>Window and filters</h3>
        <p>{explanation.period.words}</p>
        <ul className="plain-list">
          {explanation.filters.map((filter) => (
            <li key={filter}>{filter}</li>
          ))}
        </ul>
        {explanation.notes ? <p className="muted">{explanation.notes}</p> : null}
        {explanation.order === undefined ? null : <p className="muted">{explanation.order}</p>}
        <p className="muted">
          {explanation.asOf === null
            ? 'Nothing is stored yet.'
            : `As of ${instantWords(Date.parse(explanation.asOf))}.`}
        </p>
      </section>
      <section className="sheet-section">
        <h3>The SQL that was run</h3>
        {/* The last one made the rows; those before it looked up what it needed. */}
        {explanation.sql.toReversed().map(({ engine, text, values }) => (
          <div key={text}>
            <Code label={engine === 'duckdb' ? 'DuckDB, over the lake' : 'PostgreSQL'} text={text} />
            {values.length === 0 ? null : (
              <p className="muted sql-values">
                {values.map((value, index) => `$${index + 1} = ${JSON.stringify(value)}`).join(', ')}
              </p>
            )}
          </div>
        ))}
      </section>
    </>
  );
}

/** The whole answer to "what is this number?". */
export function Answer({ placed, about }: { placed: PlacedPanel; about: About }): ReactNode {
  const { stream, interval } = useStreamView();
  const { search } = useViewState();
  const whole: Question = questionOf(placed, { search, interval, bots: stream.bots !== null });
  const question = narrowed(whole, about);
  const query = useQuery(explanationQuery(question));
  return (
    <>
      <header className="sheet-head">
        <p className="muted">{placed.panel.title}</p>
        <h2>{about.figure === undefined ? placed.report.question : heading(about.figure)}</h2>
        <Narrowing about={about} />
        <ShownValue placed={placed} question={whole} about={about} />
      </header>
      <Closer about={about} placed={placed} />
      {query.data === undefined ? (
        query.error === null ? (
          <Skeleton chart="table" />
        ) : (
          <Failure error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : (
        <Explained explanation={query.data} about={about} />
      )}
      {placed.report.listing === true ? null : <BehindIt question={question} about={about} />}
      <p className="sheet-section">
        <a
          className="button"
          href={reportAddress(question, { format: 'csv' })}
          download={`${placed.report.name}.csv`}
        >
          <Icon name="file" /> Export these rows as CSV
        </a>
      </p>
    </>
  );
}
