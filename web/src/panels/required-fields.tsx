import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { OF_STREAM, type Question } from '../api/queries.ts';
import type { ParameterInfo, ReportResult } from '../api/types.ts';
import { heading, memberText } from './columns-of.ts';
import { fixes, type PlacedPanel, requiredOf } from './question.ts';
import { useStreamView, useViewState } from './view.ts';

/** Members to choose from: those that answers already here have listed. */
function useMembers(parameter: ParameterInfo): () => readonly string[] {
  const client = useQueryClient();
  const { stream } = useStreamView();
  return () => {
    const answers = client.getQueriesData<ReportResult>({ queryKey: [OF_STREAM, stream.name, 'report'] });
    const members = answers.flatMap(([, result]) => {
      const column = result?.columns.find(({ name }) => fixes(parameter, name));
      return column === undefined ? [] : (result?.rows ?? []).map((row) => memberText(row[column.name]));
    });
    return [...new Set(members)].slice(0, 200);
  };
}

interface FieldProps {
  readonly placed: PlacedPanel;
  readonly question: Question;
  readonly parameter: ParameterInfo;
}

function RequiredField({ placed, question, parameter }: FieldProps): ReactNode {
  const { patch } = useViewState();
  const findMembers = useMembers(parameter);
  const [members, setMembers] = useState<readonly string[]>([]);
  const [text, setText] = useState(question.params[parameter.name] ?? '');
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
        placeholder={parameter.example === undefined ? undefined : `such as ${parameter.example}`}
        title={parameter.about}
        autoComplete="off"
        onFocus={() => setMembers(findMembers())}
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

/** Fields for what a report cannot do without, such as a country, where the panel does not set it. */
export function RequiredFields({ placed, question }: { placed: PlacedPanel; question: Question }): ReactNode {
  const open = requiredOf(placed.report).filter(({ name }) => placed.panel.set?.[name] === undefined);
  return open.map((parameter) => (
    <RequiredField
      key={`${parameter.name} ${question.params[parameter.name] ?? ''}`}
      placed={placed}
      question={question}
      parameter={parameter}
    />
  ));
}
