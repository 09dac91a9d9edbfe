import type { ReactNode } from 'react';
import type { Campaign } from '../api/campaigns.ts';
import type { Chart, ReportResult, Row } from '../api/types.ts';
import { csvOf, downloadText } from '../export/csv.ts';
import { PngItem } from '../export/png-item.tsx';
import { exactNumber } from '../number/format.ts';
import { Boundary } from '../panels/boundary.tsx';
import { heading, periodOf } from '../panels/columns-of.ts';
import { Failure } from '../panels/failure.tsx';
import { Skeleton } from '../panels/skeleton.tsx';
import { useViewState } from '../panels/view.ts';
import { Icon } from '../shell/icons.tsx';
import { Popover } from '../shell/popover.tsx';
import { instantWords, intervalWords } from '../time-range/words.ts';
import { readList, toggled } from '../url-state/search.ts';
import { CAMPAIGN } from './merge.ts';

interface ComparisonProps {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly chart: Chart;
  readonly campaigns: readonly Campaign[];
  /** Rows of all campaigns; undefined until they are there. */
  readonly result: ReportResult | undefined;
  readonly error: Error | null;
  readonly onRetry: () => void;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

/** The name of the campaign that a row is about. */
export function campaignName(campaigns: readonly Campaign[], row: Row): string {
  const id = String(row[CAMPAIGN.name]);
  return campaigns.find((one) => one.id === id)?.name ?? id;
}

/** The rows of a comparison as they are. */
function TableTwin({ title, campaigns, result }: ComparisonProps & { result: ReportResult }): ReactNode {
  return (
    <div className="table-scroll twin">
      <table className="plain-table">
        <caption className="hidden">{title}</caption>
        <thead>
          <tr>
            {result.columns.map(({ name, type }) => (
              <th key={name} scope="col" className={type === 'integer' || type === 'decimal' ? 'number' : ''}>
                {heading(name)}
                {type === 'timestamp' ? ' (UTC)' : ''}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {result.rows.map((row) => (
            <tr key={JSON.stringify(Object.values(row))}>
              {result.columns.map(({ name, type }) => (
                <td key={name} className={type === 'integer' || type === 'decimal' ? 'number' : ''}>
                  {name === CAMPAIGN.name
                    ? campaignName(campaigns, row)
                    : type === 'timestamp'
                      ? instantWords(Date.parse(String(row[name]))).replace(' UTC', '')
                      : exactNumber(row[name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Menu({ id, title, result }: ComparisonProps): ReactNode {
  const { search, patch } = useViewState();
  const asTable = readList(search, 'tables').includes(id);

  return (
    <Popover
      label={<Icon name="more" />}
      name={`Menu of ${title}`}
      title={title}
      align="end"
      className="quiet square"
    >
      {(close) => (
        <ul className="menu">
          <li>
            <button
              type="button"
              className="menu-item"
              onClick={() => {
                patch({ tables: toggled(readList(search, 'tables'), id) });
                close();
              }}
            >
              <Icon name={asTable ? 'chart' : 'table'} /> {asTable ? 'Show as chart' : 'Show as table'}
            </button>
          </li>
          <li>
            <button
              type="button"
              className="menu-item"
              disabled={result === undefined}
              onClick={() => {
                if (result !== undefined) downloadText(`${id}.csv`, csvOf(result.columns, result.rows));
                close();
              }}
            >
              <Icon name="file" /> Download CSV
            </button>
          </li>
          <PngItem id={id} disabled={result === undefined} onDone={close} />
        </ul>
      )}
    </Popover>
  );
}

/** A panel about several campaigns at once, with what every panel has. */
export function ComparisonPanel(props: ComparisonProps): ReactNode {
  const { id, title, question, chart, result, error, onRetry } = props;
  const { search } = useViewState();
  const asTable = readList(search, 'tables').includes(id);
  const period = result && periodOf(result);
  return (
    <section
      className="panel"
      data-chart={chart}
      data-width="12"
      data-panel={id}
      aria-labelledby={`panel-${id}`}
    >
      <header className="panel-head">
        <div className="panel-titles">
          <h2 id={`panel-${id}`} className="panel-title">
            {title}
          </h2>
          <p className="panel-question">
            <span className="cut" title={question}>
              {question}
            </span>
            {period === undefined ? null : <span className="panel-period">{intervalWords(period)}</span>}
          </p>
        </div>
        <div className="panel-tools">
          {props.tools}
          <Menu {...props} />
        </div>
      </header>
      <div className="panel-body">
        {result === undefined ? (
          error === null ? (
            <Skeleton chart={chart} />
          ) : (
            <Failure error={error} onRetry={onRetry} />
          )
        ) : asTable ? (
          <TableTwin {...props} result={result} />
        ) : (
          <Boundary>{props.children}</Boundary>
        )}
      </div>
    </section>
  );
}
