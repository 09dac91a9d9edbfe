import { type Patch, partsOf, type Search } from '../url-state/search.ts';

/** What the sheet is about: a panel or report, and within it a figure, members of dimensions, a bucket. */
export interface About {
  /** Id of a panel of the page, or name of a report. */
  readonly id: string;
  readonly figure?: string | undefined;
  /** Dimension -> member. */
  readonly members?: Readonly<Record<string, string>> | undefined;
  /** A bucket of time, in epoch ms. */
  readonly at?: { readonly from: number; readonly to: number } | undefined;
  /** An hour of the day (0-23), where several days are added. */
  readonly hour?: number | undefined;
}

function numberIn(text: string | undefined): number | undefined {
  const number = Number(text ?? '');
  return text === undefined || text === '' || !Number.isFinite(number) ? undefined : number;
}

/** What the address asks about; undefined when the sheet is closed. */
export function readAbout(search: Search): About | undefined {
  const id = search['about'];
  if (id === undefined || id === '') return undefined;
  const from = Date.parse(search['about.from'] ?? '');
  const to = Date.parse(search['about.to'] ?? '');
  return {
    id,
    figure: search['about.figure'],
    members: partsOf(search, 'about.of'),
    at: Number.isNaN(from) || Number.isNaN(to) ? undefined : { from, to },
    hour: numberIn(search['about.hour']),
  };
}

/** The change of the address that opens the sheet on something else, or closes it. */
export function writeAbout(search: Search, about: About | undefined): Patch {
  const cleared = Object.keys(search)
    .filter((key) => key === 'about' || key.startsWith('about.'))
    .map((key) => [key, undefined] as const);
  const patch: Patch = Object.fromEntries(cleared);
  if (about === undefined) return patch;
  const members = Object.entries(about.members ?? {}).map(
    ([name, member]) => [`about.of.${name}`, member] as const,
  );
  return {
    ...patch,
    about: about.id,
    'about.figure': about.figure,
    'about.from': about.at && new Date(about.at.from).toISOString(),
    'about.to': about.at && new Date(about.at.to).toISOString(),
    'about.hour': about.hour === undefined ? undefined : String(about.hour),
    ...Object.fromEntries(members),
  };
}
