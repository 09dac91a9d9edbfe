import type { ColumnType } from '../column.ts';
import { isCountOfAll } from '../rollup.ts';
import { columnSet } from './columns.ts';
import { type Inspection, oneOf } from './fault.ts';

/** Looks at how events of a stream take others back, and at what can be kept of such a stream. */
export function checkRevisions(inspection: Inspection): void {
  const { stream, fault } = inspection;
  const { revisions } = stream;
  if (revisions === undefined) return;
  const { stored } = columnSet(stream);
  checkColumn(inspection, { part: 'deleted', name: revisions.deleted, type: 'boolean' });
  checkColumn(inspection, { part: 'version', name: revisions.version, type: 'integer' });
  const person = stored.get(revisions.person);
  if (person === undefined) {
    fault('revisions.person', `there is no stored column "${revisions.person}"`, oneOf(stored.keys()));
  } else if (person !== 'text') {
    fault('revisions.person', `"${revisions.person}" is a ${person}`, 'Name a text column.');
  }
  for (const part of ['sessions', 'star'] as const) {
    if (stream[part] !== undefined) {
      fault(
        part,
        'events that are taken back cannot be taken out of it',
        'Declare it for a stream without `revisions`.',
      );
    }
  }
  for (const [name, rollup] of Object.entries(stream.rollups)) checkRollup(inspection, name, rollup.measures);
}

function checkColumn(
  { stream, fault }: Inspection,
  of: { readonly part: string; readonly name: string; readonly type: ColumnType },
): void {
  const part = `revisions.${of.part}`;
  const column = Object.hasOwn(stream.columns, of.name) ? stream.columns[of.name] : undefined;
  if (column === undefined) {
    fault(part, `there is no input column "${of.name}"`, oneOf(Object.keys(stream.columns)));
    return;
  }
  if (column.type !== of.type) fault(part, `"${of.name}" is a ${column.type}`, `Declare it as ${of.type}.`);
  if (column.required)
    fault(part, `"${of.name}" is required`, 'Most events have none: leave `required` out.');
  if (!column.stored) fault(part, `"${of.name}" is not stored`, 'Leave `stored: false` out.');
}

/** What was added for an event that is taken back is subtracted. */
function checkRollup(
  { fault }: Inspection,
  name: string,
  measures: Inspection['stream']['rollups'][string]['measures'],
): void {
  const part = `rollups.${name}.measures`;
  for (const [measure, { kind }] of Object.entries(measures)) {
    if (kind === 'min' || kind === 'max') {
      fault(
        `${part}.${measure}`,
        `a ${kind} cannot be kept where events are taken back: nobody knows which would be next`,
        'Use a count, a sum or a distinct count.',
      );
    }
  }
  if (!Object.values(measures).some(isCountOfAll)) {
    fault(
      part,
      'there is no count of all its events, by which a row that none is left of is found',
      "Add a count without a condition, such as `posts: count('Posts')`.",
    );
  }
}
