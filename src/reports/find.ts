import { CrosscurrentError } from '../event/errors.ts';
import type { Stream } from '../stream/define.ts';
import type { Listing, ReportOf } from '../stream/report.ts';

/** A report with its name and its stream. */
export interface DeclaredReport {
  readonly name: string;
  readonly stream: Stream;
  readonly report: ReportOf;
}

/** A report that shows events themselves, with its name and its stream. */
export interface DeclaredListing {
  readonly name: string;
  readonly stream: Stream;
  readonly listing: Listing;
}

/** Whatever is asked for as a report. */
export type Declared = DeclaredReport | DeclaredListing;

/** Whether a report shows events themselves. */
export function isListing(declared: Declared): declared is DeclaredListing {
  return 'listing' in declared;
}

/** The words that a report and a listing both have. */
export function wordsOf(declared: Declared): ReportOf | Listing {
  return isListing(declared) ? declared.listing : declared.report;
}

/**
 * All reports of all streams by name, the listings of a stream behind its reports. A name that is used twice fails
 * with `bad_declaration`.
 */
export function reportsByName(catalogue: readonly Stream[]): ReadonlyMap<string, Declared> {
  const found = new Map<string, Declared>();
  for (const declared of catalogue.flatMap(declaredBy)) {
    const other = found.get(declared.name);
    if (other !== undefined) {
      throw new CrosscurrentError(
        'bad_declaration',
        `The streams ${other.stream.name} and ${declared.stream.name} both have a report ${declared.name}.`,
        'Give one of them another name: reports are asked for by name alone.',
      );
    }
    found.set(declared.name, declared);
  }
  return found;
}

function declaredBy(stream: Stream): Declared[] {
  return [
    ...Object.entries(stream.reports).map(([name, report]) => ({ name, stream, report })),
    ...Object.entries(stream.listings).map(([name, listing]) => ({ name, stream, listing })),
  ];
}

/** A report by its name; `unknown_report` with the nearest names when there is none. */
export function findReport(reports: ReadonlyMap<string, Declared>, name: string): Declared {
  const found = reports.get(name);
  if (found !== undefined) return found;
  const near = nearestNames(name, [...reports.keys()]);
  const remedy =
    near.length > 0
      ? `Did you mean ${near.join(' or ')}?`
      : `Reports: ${[...reports.keys()].join(', ') || 'none are declared'}.`;
  throw new CrosscurrentError('unknown_report', `There is no report "${shorten(name)}".`, remedy);
}

/** A value as it is repeated in an error: cut, so that a message stays one line. */
export function shorten(value: string): string {
  const line = value.replace(/\p{Cc}+/gu, ' ');
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}

/** Up to three names that differ least from `name` by Levenshtein's distance, at most a third of its length + 1. */
export function nearestNames(name: string, names: readonly string[]): string[] {
  if (name === '' || name.length > 100) return [];
  const wanted = name.toLowerCase();
  return names
    .map((candidate) => ({
      candidate,
      away: wanted.length > 2 && candidate.includes(wanted) ? 1 : distance(wanted, candidate),
    }))
    .filter(({ candidate, away }) => away <= 1 + Math.floor(Math.max(wanted.length, candidate.length) / 3))
    .sort((a, b) => a.away - b.away || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** Levenshtein's edit distance (1966), one row of the table at a time. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(change, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    above = row;
  }
  return above[b.length] ?? 0;
}
