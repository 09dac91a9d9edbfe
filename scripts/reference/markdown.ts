/** Text that stays in its cell: no bars, no line ends, and no tags outside of code. */
function cell(text: string): string {
  return text
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ')
    .split('`')
    .map((part, index) => (index % 2 === 0 ? part.replaceAll('<', '&lt;') : part))
    .join('`');
}

/** A table; empty without rows. Columns in which nothing stands are left out. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const kept = headings.map((_, index) => rows.some((row) => (row[index] ?? '') !== ''));
  const line = (cells: readonly string[]) => `| ${cells.filter((_, index) => kept[index]).join(' | ')} |`;
  const rule = line(headings.map(() => '---'));
  return [line(headings), rule, ...rows.map((row) => line(row.map(cell)))].join('\n');
}

/** A text as code. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** Names as code, with commas between them. */
export function codes(names: readonly string[]): string {
  return names.map(code).join(', ');
}

/** Several lines as code. */
export function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

/** A page made of its parts; empty ones are left out. */
export function page(title: string, parts: readonly string[]): string {
  const made = '<!-- Made by `npm run docs` from the program itself: change it there. -->';
  return `${[`# ${title}`, made, ...parts].filter((part) => part !== '').join('\n\n')}\n`;
}
