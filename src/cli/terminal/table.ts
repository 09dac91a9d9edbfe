export interface TableColumn {
  readonly name: string;
  /** Numbers stand on the right. */
  readonly align?: 'left' | 'right';
}

/** Cells on the terminal a character takes: East Asian wide characters and emoji two, combining marks none. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const NONE = /\p{Mn}|\p{Me}|[\u200b-\u200d]|\ufe0f/u;

function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += NONE.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

/** What came from events must not steer the terminal: control characters are shown, not sent. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, (control) => {
    if (control === '\t') return ' ';
    return `\\u${(control.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
  });
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'right' ? space + text : text + space;
}

/** A table with headings, a line of dashes and two spaces between columns; ends with a newline. */
export function table(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => columns.map((_, i) => printable(row[i] ?? '')));
  const widths = columns.map((column, i) =>
    cells.reduce((widest, row) => Math.max(widest, widthOf(row[i] ?? '')), widthOf(column.name)),
  );
  const render = (row: readonly string[]): string =>
    columns
      .map((column, i) => pad(row[i] ?? '', widths[i] ?? 0, column.align ?? 'left'))
      .join('  ')
      .trimEnd();
  const heading = render(columns.map((column) => column.name));
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return `${[heading, rule, ...cells.map(render)].join('\n')}\n`;
}
