import type { ColumnSet } from './columns.ts';
import type { Inspection } from './fault.ts';
import {
  checkName,
  checkReserved,
  checkWords,
  RESERVED_COLUMNS,
  RESERVED_HEADINGS,
  RESERVED_PARAMETERS,
} from './names.ts';

/** Parts that a text of a list may have. */
const MAX_PARTS = 8;

/** Looks at the dimensions that are elements of lists. */
export function checkElements(inspection: Inspection, set: ColumnSet): void {
  const { stream, fault } = inspection;
  const columns = new Set(
    [set.input, set.extracted, set.derived, set.computed].flatMap((one) => [...one.keys()]),
  );
  for (const [name, { list, part: index, about }] of Object.entries(stream.elements)) {
    const part = `elements.${name}`;
    checkName(inspection, { part, name });
    checkReserved(
      inspection,
      { part, name },
      {
        ...RESERVED_COLUMNS,
        ...RESERVED_HEADINGS,
        ...RESERVED_PARAMETERS,
      },
    );
    checkWords(inspection, part, about);
    if (columns.has(name)) {
      fault(part, `there is a column "${name}" as well`, 'Give one of them another name.');
    }
    const type = set.stored.get(list);
    if (type !== 'list') {
      const lists = [...set.stored].flatMap(([column, of]) => (of === 'list' ? [column] : []));
      const what =
        type === undefined ? `there is no stored column "${list}"` : `"${list}" is a ${type}, not a list`;
      fault(
        `${part}.list`,
        what,
        lists.length === 0 ? 'Derive a column of the type list.' : `Name one of: ${lists.join(', ')}.`,
      );
    }
    if (index !== undefined && !(Number.isInteger(index) && index >= 0 && index < MAX_PARTS)) {
      fault(`${part}.part`, `there is no part ${index}`, `Use a whole number from 0 to ${MAX_PARTS - 1}.`);
    }
  }
}
