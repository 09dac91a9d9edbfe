import type { QualityFigure } from './figure.ts';

const BEGIN = '<!-- begin: written by npm run quality -->';
const END = '<!-- end: written by npm run quality -->';

/** The figures as a table of Markdown. */
export function table(figures: readonly QualityFigure[]): string {
  const rows = figures.map(
    ({ what, measuredOn, value, reach, reached }) =>
      `| ${what} | ${measuredOn} | ${value ?? 'not measured'} | ${reach ?? ''} | ${reached === undefined ? '' : reached ? 'yes' : 'no'} |`,
  );
  return [
    '| what | measured on | figure | to reach | reached |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** The page with its generated part replaced. Throws when the page has no such part. */
export function withGenerated(page: string, generated: string): string {
  const from = page.indexOf(BEGIN);
  const to = page.indexOf(END);
  if (from < 0 || to < from) throw new Error(`the page has no part between ${BEGIN} and ${END}`);
  return `${page.slice(0, from + BEGIN.length)}\n${generated}\n${page.slice(to)}`;
}
