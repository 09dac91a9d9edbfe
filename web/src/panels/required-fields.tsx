import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { type Question, reportQuery } from '../api/queries.ts';
import type { ParameterInfo } from '../api/types.ts';
import { heading } from './columns-of.ts';
import { fixes, type PlacedPanel, questionOf, requiredOf } from './question.ts';
import { useStreamView, useViewState } from './view.ts';

/** Members to choose from: those that another panel of the page lists. */
function useMembers(parameter: ParameterInfo): readonly string[] {
  const { placed, stream, interval } = useStreamView();
  const { search } = useViewState();
  const lists = placed.find(
    ({ report }) => requiredOf(report).length === 0 && report.chart === 'bars' && mayList(report.name, parameter),
  );
  const view = { search, interval, bots: stream.bots !== null };
  const question = lists === undefined ? undefined : questionOf(lists, view);
  const query = useQuery({
    ...reportQuery(question ?? { stream: stream.name, report: '', params: {} }),
    enabled: question !== undefined,
  });
  const column = query.data?.columns.find(({ name }) => fixes(parameter, name));
  return column === undefined ? [] : (query.data?.rows ?? []).map((row) => String(row[column.name] ?? ''));
}

/** `top-products` may list products: a cheap guess, confirmed by the columns of its answer. */
function mayList(report: string, parameter: ParameterInfo): boolean {
  const stem = parameter.name.replace(/_id$/, '').slice(0, -1);
  return report.includes(stem);
}

function RequiredField({ placed, question, parameter }: {
  placed: PlacedPanel;
  question: Question;
  parameter: ParameterInfo;
}): ReactNode {
  const { patch } = useViewState();
  const members = useMembers(parameter);
  const current = question.params[parameter.name] ?? '';
  const [text, setText] = useState(current);
  const id = useId();

  function submit(event: FormEvent): void {
    event.preventDefault();
    patch({ [`${placed.id}.${parameter.name}`]: text.trim() === '' ? undefined : text.trim() });
  }

  return (
    <form className="required-field" onSubmit={submit}>
      <label htmlFor={id}>{heading(parameter.name)}</label>
      <input
        id={id}
        value={text}
        list={`${id}-list`}
        placeholder={parameter.example}
        title={parameter.about}
        onChange={(event) => setText(event.target.value)}
      />
      <datalist id={`${id}-list`}>
        {members.map((member) => (
          <option key={member} value={member} />
        ))}
      </datalist>
      <button type="submit" className="button">
        Show
      </button>
    </form>
  );
}

/** Fields for what a report cannot do without, such as a country. */
export function RequiredFields({ placed, question }: { placed: PlacedPanel; question: Question }): ReactNode {
  return requiredOf(placed.report).map((parameter) => (
    <RequiredField
      key={`${parameter.name} ${question.params[parameter.name] ?? ''}`}
      placed={placed}
      question={question}
      parameter={parameter}
    />
  ));
}
