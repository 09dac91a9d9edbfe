import { createContext, useCallback, useContext } from 'react';
import type { ReportInfo, StreamInfo } from '../api/types.ts';
import { type About, writeAbout } from '../explain/about.ts';
import { type Interval, writeRange } from '../time-range/range.ts';
import type { Patch, Search } from '../url-state/search.ts';
import { usePatchSearch, useSearchState } from '../url-state/use-search.ts';
import type { PlacedPanel } from './question.ts';

/** What the panels of one stream have in common. */
export interface StreamView {
  readonly stream: StreamInfo;
  readonly reports: readonly ReportInfo[];
  readonly placed: readonly PlacedPanel[];
  readonly interval: Interval | undefined;
}

const Context = createContext<StreamView | undefined>(undefined);

export const StreamViewProvider = Context.Provider;

/** The stream around a panel. A panel outside of one is a bug. */
export function useStreamView(): StreamView {
  const view = useContext(Context);
  if (view === undefined) throw new Error('a panel stands outside of a stream');
  return view;
}

export interface ViewState {
  readonly search: Search;
  readonly patch: (patch: Patch, options?: { replace?: boolean }) => void;
  /** Opens the sheet that explains a figure, or closes it. */
  readonly open: (about: About | undefined) => void;
  readonly zoom: (interval: Interval) => void;
}

/** The state of the view in the address, and its usual changes. */
export function useViewState(): ViewState {
  const search = useSearchState();
  const patch = usePatchSearch();
  const open = useCallback((about: About | undefined) => patch(writeAbout(search, about)), [patch, search]);
  const zoom = useCallback(
    (interval: Interval) => patch(writeRange({ kind: 'between', ...interval })),
    [patch],
  );
  return { search, patch, open, zoom };
}
