import type { ReactNode } from 'react';
import type { Question } from '../api/queries.ts';
import type { ReportResult } from '../api/types.ts';
import { intervalWords } from '../time-range/words.ts';
import { heading, periodOf } from './columns-of.ts';
import { PanelMenu } from './panel-menu.tsx';
import { periodWords } from './period-words.ts';
import { choicesOf, filtersNotIn, type PlacedPanel } from './question.ts';
import { SearchField } from './search-field.tsx';
import { useStreamView, useViewState } from './view.ts';

interface HeadProps {
  readonly placed: PlacedPanel;
  readonly question: Question;
  readonly result: ReportResult | undefined;
  readonly titleId: string;
  readonly asTable: boolean;
}

/** The choices a report leaves to its reader, such as the width of a bucket. */
function Choices({ placed, question }: { placed: PlacedPanel; question: Question }): ReactNode {
  const { patch } = useViewState();
  return choicesOf(placed).map(({ name, choices = [], about, default: preset }) => (
    <label key={name} className="choice" title={about}>
      <span className="hidden">{heading(name)}</span>
      <select
        value={question.params[name] ?? String(preset ?? choices[0] ?? '')}
        onChange={(event) => patch({ [`${placed.id}.${name}`]: event.target.value })}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            by {choice}
          </option>
        ))}
      </select>
    </label>
  ));
}

/** Title, question and period of a panel, and what can be done with it. */
export function PanelHead({ placed, question, result, titleId, asTable }: HeadProps): ReactNode {
  const { interval } = useStreamView();
  const { search, open } = useViewState();
  const shown = result && periodOf(result);
  const words = periodWords(placed, result, interval);
  const unfiltered = filtersNotIn(placed.report, search);
  return (
    <header className="panel-head">
      <div className="panel-titles">
        <h2 id={titleId} className="panel-title">
          <button
            type="button"
            className="title-button"
            onClick={() => open({ id: placed.id })}
            title="Explain this panel"
          >
            {placed.panel.title}
          </button>
        </h2>
        <p className="panel-question">
          <span className="cut" title={placed.report.question}>
            {placed.report.question}
          </span>
          {words === undefined ? null : (
            <span className="panel-period" title={shown && `${intervalWords(shown)} UTC`}>
              {words}
            </span>
          )}
          {unfiltered.length === 0 ? null : (
            <span
              className="panel-period"
              title={`These figures are not kept by ${unfiltered.join(' and by ')}, so the filter of the page does not apply`}
            >
              all {unfiltered.map((filter) => `${filter}s`).join(' and ')}
            </span>
          )}
        </p>
      </div>
      <div className="panel-tools">
        <SearchField placed={placed} question={question} />
        <Choices placed={placed} question={question} />
        <PanelMenu placed={placed} question={question} result={result} asTable={asTable} />
      </div>
    </header>
  );
}
