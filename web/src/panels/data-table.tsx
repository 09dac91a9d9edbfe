import { type ReactNode, useRef } from 'react';
import type { Column, Row } from '../api/types.ts';
import { GRAIN_LENGTH } from '../charts/series.ts';
import { exactNumber, NONE } from '../number/format.ts';
import { instantWords } from '../time-range/words.ts';
import { heading, membersOf, memberText, shapeOf } from './columns-of.ts';
import { whyNone } from './figure-info.ts';
import type { BodyProps } from './panel-body.tsx';
import { cellOf, useRoving } from './roving.ts';
import { nextSorting, readSorting, sortRows } from './sort-rows.ts';
import { useViewState } from './view.ts';

/** More rows than this are in the CSV alone. */
const MAX_ROWS = 500;

function isNumber(column: Column): boolean {
  return column.type === 'integer' || column.type === 'decimal';
}

function cellText(row: Row, column: Column): string {
  const value = row[column.name] ?? null;
  if (value === null) return isNumber(column) ? NONE : 'undefined';
  if (column.type === 'timestamp') return instantWords(Date.parse(String(value))).replace(' UTC', '');
  if (!isNumber(column)) return memberText(value);
  return column.type === 'decimal' && column.unit === '%' ? exactNumber(value, 2) : exactNumber(value);
}

function unitIn(column: Column): string {
  if (column.type === 'timestamp') return ' (UTC)';
  return column.unit === '%' || column.unit === 's' ? ` (${column.unit})` : '';
}

/** The columns a table shows: an id beside the name that it stands for is in the explanation and in the CSV. */
export function shownColumns(columns: readonly Column[]): readonly Column[] {
  const names = new Set(columns.map(({ name }) => name));
  return columns.filter(({ name }) => !(name.endsWith('_id') && names.has(name.replace(/_id$/, '_name'))));
}

/** Members, instant and hour together tell the rows of a report apart. */
function rowKey(row: Row, columns: readonly Column[]): string {
  const { time, hour, dimensions } = shapeOf(columns);
  const parts = [...dimensions, ...(time === undefined ? [] : [time]), ...(hour === undefined ? [] : [hour])];
  return JSON.stringify(parts.map(({ name }) => row[name]));
}

/** The rows of a report, exact. Headings sort, numbers open their explanation, the arrow keys move among both. */
export function DataTable({ placed, result }: BodyProps): ReactNode {
  const { search, patch, open } = useViewState();
  const root = useRef<HTMLTableElement>(null);
  const onKeyDown = useRoving(root);
  const { time, hour, dimensions } = shapeOf(result.columns);
  const columns = shownColumns(result.columns);
  const key = `${placed.id}.sort`;
  const sorting = readSorting(search[key]);
  const rows = sortRows(result.rows, result.columns, sorting);
  const length = GRAIN_LENGTH[String(result.params['grain'] ?? '')];

  function openCell(row: Row, column: Column): void {
    // The rows of a listing are events, not figures.
    if (placed.report.listing === true) {
      open({ id: placed.id });
      return;
    }
    const from = time === undefined ? Number.NaN : Date.parse(String(row[time.name]));
    open({
      id: placed.id,
      figure: isNumber(column) ? column.name : undefined,
      members: membersOf(row, dimensions),
      at: Number.isNaN(from) || length === undefined ? undefined : { from, to: from + length },
      hour: hour === undefined ? undefined : Number(row[hour.name]),
    });
  }

  return (
    <div className="table-scroll">
      <table className="data-table" ref={root} onKeyDown={onKeyDown}>
        <caption className="hidden">{placed.panel.title}</caption>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th
                key={column.name}
                scope="col"
                data-type={isNumber(column) ? 'number' : 'text'}
                aria-sort={
                  sorting?.column === column.name
                    ? sorting.descending
                      ? 'descending'
                      : 'ascending'
                    : undefined
                }
              >
                <button
                  type="button"
                  className="sort-button"
                  {...cellOf(0, index)}
                  onClick={() => patch({ [key]: nextSorting(sorting, column) }, { replace: true })}
                >
                  {heading(column.name)}
                  {unitIn(column)}
                  <span className="sort-mark" aria-hidden="true" />
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MAX_ROWS).map((row, rowIndex) => (
            <tr key={rowKey(row, result.columns)}>
              {columns.map((column, index) => {
                const text = cellText(row, column);
                return (
                  <td key={column.name} data-type={isNumber(column) ? 'number' : 'text'}>
                    <button
                      type="button"
                      className="cell-button"
                      {...cellOf(rowIndex + 1, index)}
                      title={
                        row[column.name] === null && isNumber(column) ? whyNone(placed.report, column) : text
                      }
                      onClick={() => openCell(row, column)}
                    >
                      {text}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MAX_ROWS ? (
        <p className="panel-note">
          The first {exactNumber(MAX_ROWS)} of {exactNumber(rows.length)} rows; the CSV has all.
        </p>
      ) : null}
    </div>
  );
}
