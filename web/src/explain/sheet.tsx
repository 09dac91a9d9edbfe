import { type ReactNode, useEffect, useRef } from 'react';
import { Boundary } from '../panels/boundary.tsx';
import type { PlacedPanel } from '../panels/question.ts';
import { useStreamView, useViewState } from '../panels/view.ts';
import { Icon } from '../shell/icons.tsx';
import { type About, readAbout } from './about.ts';
import { Answer } from './answer.tsx';

/** The panel or report that is asked about. A report that has no panel gets one for the sheet. */
function usePlaced(about: About | undefined): PlacedPanel | undefined {
  const { placed, reports } = useStreamView();
  if (about === undefined) return undefined;
  const panel = placed.find(({ id }) => id === about.id);
  if (panel !== undefined) return panel;
  const report = reports.find(({ name }) => name === about.id);
  if (report === undefined) return undefined;
  return {
    id: report.name,
    report,
    panel: { report: report.name, title: report.title, chart: report.chart, width: 12 },
  };
}

/** Beside the page: what a number is, how it is made, and the events behind it. */
export function Sheet(): ReactNode {
  const { search, open } = useViewState();
  const about = readAbout(search);
  const placed = usePlaced(about);
  const root = useRef<HTMLElement>(null);
  const opener = useRef<Element | null>(null);
  const key = about === undefined ? undefined : JSON.stringify(about);

  useEffect(() => {
    if (key === undefined) {
      if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
      opener.current = null;
      return;
    }
    const focused = document.activeElement;
    if (root.current?.contains(focused) !== true) opener.current = focused;
    root.current?.focus();
  }, [key]);

  if (about === undefined || placed === undefined) return null;
  return (
    <aside className="sheet" ref={root} tabIndex={-1} aria-label={`About ${placed.panel.title}`}>
      <button
        type="button"
        className="button quiet square sheet-close"
        aria-label="Close"
        title="Close  Esc"
        onClick={() => open(undefined)}
      >
        <Icon name="close" />
      </button>
      <Boundary question={key ?? ''}>
        <Answer key={key} placed={placed} about={about} />
      </Boundary>
    </aside>
  );
}
