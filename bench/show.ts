import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import type { Figure, Section } from './contract.ts';

const DIGITS = {
  'events/s': 0,
  'requests/s': 0,
  'µs/event': 2,
  s: 2,
  ms: 1,
  MiB: 0,
  x: 2,
  '%': 0,
  events: 0,
  requests: 0,
};

/** A section as lines of text: what, how much, and the ratio. */
export function showSection(section: Section): string {
  const rows = section.figures.map((figure) => [figure.what, amount(figure), ratio(figure)] as const);
  const head = ['', 'measured', section.ratioTo === undefined ? '' : 'ratio'] as const;
  const all = [head, ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map(([what, value, share]) =>
    `  ${what.padEnd(widths[0] ?? 0)}  ${value.padStart(widths[1] ?? 0)}  ${share.padStart(widths[2] ?? 0)}`.trimEnd(),
  );
  const notes = (section.notes ?? []).map((note) => `  ${note}`);
  const to = section.ratioTo === undefined ? [] : [`  ratio: to ${section.ratioTo}`];
  return [section.title, ...lines, ...to, ...notes].join('\n');
}

function amount({ value, unit }: Figure): string {
  if (value === undefined || Number.isNaN(value)) return 'not measured';
  return `${number(value, DIGITS[unit])} ${unit}`;
}

function ratio({ ratio: share }: Figure): string {
  return share === undefined || Number.isNaN(share) ? '' : number(share, share < 10 ? 3 : 1);
}

/** A number with a comma between thousands. */
export function number(value: number, digits = 0): string {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** The machine, and how much it has to do already: figures of a busy one are only good as ratios. */
export function describeMachine(): string {
  const gib = totalmem() / 2 ** 30;
  return `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${number(gib)} GiB, Node ${process.versions.node}, ${process.platform}`;
}

/** The mean number of busy or waiting threads over the last minute, in words. */
export function describeLoad(): string {
  return `load ${number(loadavg()[0] ?? 0, 1)}`;
}
