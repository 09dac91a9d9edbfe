import { eventColumns } from '../../stream/define.ts';
import { type Element, listsOf } from '../../stream/elements.ts';
import { standing } from '../../stream/standing.ts';
import type { Warehouse } from '../../warehouse/contract.ts';
import type { EventsQuery, LakeEvents } from '../contract.ts';
import type { BoundStatement } from './bound-statement.ts';
import { type DuckDBConnection, identifier } from './database.ts';
import { renderListing } from './lake-listing.ts';
import { type LakeRows, lakeRows, renderLakeFiles } from './lake-source.ts';
import { renderDimension, renderExpression } from './render.ts';
import { renderPart } from './unnest.ts';

/** Shows events themselves: only lake files that the warehouse has committed are read. */
export function createLakeEvents(work: {
  connect: () => Promise<DuckDBConnection>;
  warehouse: Pick<Warehouse, 'lakeFiles'>;
  lakeDir: string;
}): LakeEvents {
  const read = async (
    query: Pick<EventsQuery, 'stream' | 'from' | 'to'>,
    render: (files: readonly LakeRows[]) => BoundStatement,
  ): Promise<{ rows: Readonly<Record<string, unknown>>[]; sql: string }> => {
    const files = await work.warehouse.lakeFiles(query.stream.name, { from: query.from, to: query.to });
    const sql = render([{ path: '…' }]).text;
    if (files.length === 0) return { rows: [], sql };
    const { text, values } = render(lakeRows(work.lakeDir, files));
    const connection = await work.connect();
    try {
      const reader = await connection.runAndReadAll(text, [...values]);
      return { rows: reader.getRowObjectsJson(), sql };
    } finally {
      connection.closeSync();
    }
  };
  return {
    async newest(query) {
      const { rows, sql } = await read(query, (files) => renderNewest(query, files));
      return { events: rows.map(withoutMissing), sql };
    },
    list: (query) => read(query, (files) => renderListing(query, files)),
  };
}

function renderNewest(query: EventsQuery, files: readonly LakeRows[]): BoundStatement {
  const { stream } = query;
  const types = eventColumns(stream);
  const values: (string | boolean | number)[] = [];
  const bind = (value: string | boolean | number): string => `$${values.push(value)}`;
  const time = identifier(stream.eventTime);
  const where = standing(stream, query.where);
  const conditions = [
    `${time} >= make_timestamp_ms(${query.from})`,
    `${time} < make_timestamp_ms(${query.to})`,
    ...(where === undefined ? [] : [renderExpression(where)]),
    ...Object.entries(query.equals)
      .filter(([name]) => stream.elements[name] === undefined)
      .map(([name, value]) => `${renderDimension(name, types[name]?.type ?? 'text')} = ${bind(value)}`),
    ...listConditions(query, bind),
  ];
  const limit = bind(query.limit);
  const text = `SELECT * FROM ${renderLakeFiles(files)} WHERE ${conditions.join(
    ' AND ',
  )} ORDER BY ${time} DESC, ${identifier(stream.id)} LIMIT CAST(${limit} AS BIGINT)`;
  return { text, values };
}

/** For each list that has to have a text: one that has all the members that are asked of it. */
function listConditions(
  { stream, equals, lists = [], known = [] }: EventsQuery,
  bind: (value: string | boolean) => string,
): string[] {
  const named = listsOf(stream.elements, [...Object.keys(equals), ...known]);
  const dimension = ({ list, part }: Element): string =>
    renderDimension(list, 'text', () => renderPart('one', part ?? null));
  return [...new Set([...lists, ...named])].map((list) => {
    const ofList = (name: string): Element | undefined =>
      stream.elements[name]?.list === list ? stream.elements[name] : undefined;
    const conditions = [
      ...Object.entries(equals).flatMap(([name, value]) => {
        const element = ofList(name);
        return element === undefined ? [] : [`${dimension(element)} = ${bind(value)}`];
      }),
      ...known.flatMap((name) => {
        const element = ofList(name);
        return element === undefined ? [] : [`${dimension(element)} <> 'undefined'`];
      }),
    ];
    const texts =
      conditions.length === 0
        ? identifier(list)
        : `list_filter(${identifier(list)}, lambda one: ${conditions.join(' AND ')})`;
    return `len(${texts}) > 0`;
  });
}

function withoutMissing(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}
