import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { type Patch, parseSearch, patched, type Search } from './search.ts';

/** The state of the view, from the address. */
export function useSearchState(): Search {
  const text = useRouterState({ select: (state) => state.location.searchStr });
  return useMemo(() => parseSearch(text), [text]);
}

/** Changes parts of the view's state. Each change is a step of the browser's history unless `replace` is set. */
export function usePatchSearch(): (patch: Patch, options?: { replace?: boolean }) => void {
  const navigate = useNavigate();
  return useCallback(
    (patch, options) => {
      void navigate({
        to: '.',
        search: (before: Search) => patched(before, patch),
        replace: options?.replace ?? false,
        resetScroll: false,
      });
    },
    [navigate],
  );
}
