import type { Stream } from '../../src/stream/define.ts';
import { code, codes, table } from './markdown.ts';

/** Dimensions that are the texts of list columns. */
export function elementTable({ elements }: Stream): string[] {
  const rows = Object.entries(elements).map(([name, { list, part, about }]) => [
    code(name),
    code(list),
    part === undefined ? '' : String(part + 1),
    about,
  ]);
  return rows.length === 0
    ? []
    : [
        '### Elements of lists',
        'A rollup by one of these counts an event once for each text of the list, and an event with an empty list not at all.',
        table(['dimension', 'list', 'part', 'what it is'], rows),
      ];
}

/** How later events take earlier ones back. */
export function revisionWords({ revisions, id }: Stream): string[] {
  if (revisions === undefined) return [];
  const { deleted, version, person } = revisions;
  return [
    '### Edits and deletions',
    `Of all events with one ${code(id)}, one with ${code(deleted)} wins over the others, whenever it comes; else the one with the highest ${code(version)} counts (missing: 0), and of several with the same one the first. Whose events they are says ${code(person)}.`,
  ];
}

/** What is kept of events that a campaign matches. */
export function mentionsParts({ mentions }: Stream): string[] {
  if (mentions === undefined) return [];
  const { about, text, tags, keep } = mentions;
  const where = codes([...text, ...(tags === undefined ? [] : [tags])]);
  return [
    '### Mentions of campaigns',
    `${about}. Words are looked for in ${where}; with each mention ${codes(keep)} are kept.`,
  ];
}
