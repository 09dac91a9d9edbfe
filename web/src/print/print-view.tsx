import { type ReactNode, useLayoutEffect } from 'react';
import { Icon } from '../shell/icons.tsx';
import { showLight } from '../theme/theme.ts';
import { usePatchSearch, useSearchState } from '../url-state/use-search.ts';
import { PrintingProvider } from './printing.ts';

/**
 * A page that can be laid out for paper (`print=1` in its address): as wide as a sheet, light, without the navigation, with
 * every panel, so that what is printed is what is on the screen.
 */
export function PrintView({ children }: { children: ReactNode }): ReactNode {
  const isPrinting = useSearchState()['print'] !== undefined;
  const patch = usePatchSearch();
  useLayoutEffect(() => {
    if (!isPrinting) return;
    document.documentElement.dataset['print'] = 'true';
    const restore = showLight();
    return () => {
      delete document.documentElement.dataset['print'];
      restore();
    };
  }, [isPrinting]);
  return (
    <PrintingProvider value={isPrinting}>
      {isPrinting ? (
        <div className="print-bar">
          <button type="button" className="button" onClick={() => patch({ print: undefined })}>
            <Icon name="left" /> Back
          </button>
          <button type="button" className="button primary" onClick={() => window.print()}>
            Print
          </button>
        </div>
      ) : null}
      {children}
    </PrintingProvider>
  );
}
