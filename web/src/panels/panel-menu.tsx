import type { ReactNode } from 'react';
import { type Question, reportAddress } from '../api/queries.ts';
import type { ReportResult } from '../api/types.ts';
import { PngItem } from '../export/png-item.tsx';
import { Icon } from '../shell/icons.tsx';
import { Popover } from '../shell/popover.tsx';
import { readList, toggled } from '../url-state/search.ts';
import type { PlacedPanel } from './question.ts';
import { useViewState } from './view.ts';

interface MenuProps {
  readonly placed: PlacedPanel;
  readonly question: Question;
  readonly result: ReportResult | undefined;
  readonly asTable: boolean;
}

/** Table twin, files, and the explanation of a panel. */
export function PanelMenu({ placed, question, result, asTable }: MenuProps): ReactNode {
  const { search, patch, open } = useViewState();
  const { panel, id } = placed;

  return (
    <Popover
      label={<Icon name="more" />}
      name={`Menu of ${panel.title}`}
      title={panel.title}
      align="end"
      className="quiet square"
    >
      {(close) => (
        <ul className="menu">
          {panel.chart === 'table' ? null : (
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
          )}
          <li>
            <a
              className="menu-item"
              href={reportAddress(question, { format: 'csv' })}
              download={`${id}.csv`}
              onClick={close}
            >
              <Icon name="file" /> Download CSV
            </a>
          </li>
          <PngItem id={id} disabled={result === undefined} onDone={close} />
          <li>
            <button
              type="button"
              className="menu-item"
              onClick={() => {
                close();
                open({ id });
              }}
            >
              <Icon name="ask" /> Explain
            </button>
          </li>
        </ul>
      )}
    </Popover>
  );
}
