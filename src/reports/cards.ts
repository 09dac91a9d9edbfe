import type { Cell, ReportAnswer, ReportColumn } from './answer.ts';
import { listWords, timeWords, visible, widthOf } from './terminal-text.ts';

/** Columns of a terminal that a line of a card takes at most. */
const MAX_LINE = 100;

/** Lines of one value at most. */
const MAX_LINES = 12;

/**
 * The rows of a listing one below the other, for a terminal: a line for each value that is there, long ones on
 * several. Control characters are shown, never sent.
 */
export function formatCards({ columns, rows }: Pick<ReportAnswer, 'columns' | 'rows'>): string {
  if (rows.length === 0) return 'No events: nothing is stored that fulfils these parameters.\n';
  const width = Math.max(...columns.map(({ name }) => widthOf(visible(name))));
  const cards = rows.map((row) =>
    columns.flatMap((column) => cardLines(column, row[column.name] ?? null, width)),
  );
  return cards.map((lines) => lines.map((line) => `${line}\n`).join('')).join('\n');
}

function cardLines(column: ReportColumn, value: Cell, width: number): string[] {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return [];
  const name = visible(column.name);
  const head = `${name}${' '.repeat(width - widthOf(name))}  `;
  const text = column.type === 'timestamp' ? timeWords(String(value)) : listWords(value);
  const lines = wrapped(visible(text.replaceAll(/\s+/gu, ' ').trim()), MAX_LINE - width - 2);
  const shown = lines.length > MAX_LINES ? [...lines.slice(0, MAX_LINES - 1), '…'] : lines;
  return shown.map((line, index) => `${index === 0 ? head : ' '.repeat(width + 2)}${line}`);
}

/** Words on lines of at most so many columns; a longer word is cut where the line ends. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((one) => pieces(one, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) {
      line = longer;
      continue;
    }
    lines.push(line);
    line = word;
  }
  return [...lines, line];
}

function pieces(word: string, width: number): string[] {
  if (widthOf(word) <= width) return [word];
  const found: string[] = [];
  let piece = '';
  for (const character of word) {
    if (widthOf(piece + character) > width) {
      found.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...found, piece];
}
