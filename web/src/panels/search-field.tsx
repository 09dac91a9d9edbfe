import { type FormEvent, type ReactNode, useState } from 'react';
import type { Question } from '../api/queries.ts';
import type { PlacedPanel } from './question.ts';
import { useViewState } from './view.ts';

/** Words to look for in the events that a listing shows. */
export function SearchField({ placed, question }: { placed: PlacedPanel; question: Question }): ReactNode {
  const parameter = placed.report.parameters.find(({ name }) => name === 'query');
  const asked = question.params['query'] ?? '';
  if (parameter === undefined || placed.report.listing !== true) return null;
  return (
    <Field key={asked} id={placed.id} title={placed.panel.title} about={parameter.about} asked={asked} />
  );
}

function Field(props: { id: string; title: string; about: string; asked: string }): ReactNode {
  const { patch } = useViewState();
  const [text, setText] = useState(props.asked);
  function submit(event: FormEvent): void {
    event.preventDefault();
    patch({ [`${props.id}.query`]: text.trim() === '' ? undefined : text.trim() });
  }
  return (
    <search>
      <form className="search-field" onSubmit={submit}>
        <input
          type="search"
          value={text}
          placeholder="Search"
          aria-label={`Search in ${props.title}`}
          title={props.about}
          onChange={(event) => {
            setText(event.target.value);
            // The cross of the field empties it, and then all are to be seen again.
            if (event.target.value === '' && props.asked !== '') patch({ [`${props.id}.query`]: undefined });
          }}
        />
      </form>
    </search>
  );
}
