import type { ReactNode } from 'react';
import type { ReportInfo, StreamInfo } from '../api/types.ts';
import { LiveDot } from '../live/live-dot.tsx';
import { chooseTheme, nextTheme, useThemeChoice } from '../theme/theme.ts';
import { RangePicker } from '../time-range/range-picker.tsx';
import { Filters } from './filters.tsx';
import { Icon } from './icons.tsx';
import { SimulatedBadge } from './simulated-badge.tsx';

interface TopBarProps {
  /** The streams on the page. */
  readonly shown: readonly StreamInfo[];
  /** Reports of these streams. */
  readonly reports: readonly ReportInfo[];
  readonly hasRange: boolean;
  readonly onKeys: () => void;
  readonly onSignOut: () => void;
}

/** Range, filters, freshness, theme: the same on every page. */
export function TopBar({ shown, reports, hasRange, onKeys, onSignOut }: TopBarProps): ReactNode {
  const theme = useThemeChoice();
  const single = shown.length === 1 ? shown[0]?.name : undefined;
  return (
    <header className="top-bar">
      <div className="top-main">
        {hasRange ? <RangePicker stream={single} /> : null}
        {hasRange ? <Filters bots={shown.some(({ bots }) => bots !== null)} reports={reports} /> : null}
        <SimulatedBadge streams={shown} />
      </div>
      <div className="top-side">
        <LiveDot streams={shown.map(({ name }) => name)} />
        <button
          type="button"
          className="button quiet square theme-button"
          aria-label={`Theme: ${theme}. Next: ${nextTheme(theme)}`}
          title={`Theme: ${theme}  T`}
          onClick={() => chooseTheme(nextTheme(theme))}
        >
          <Icon name={theme} />
        </button>
        <button
          type="button"
          className="button quiet square wide-only"
          aria-label="Keys"
          title="Keys  ?"
          onClick={onKeys}
        >
          <Icon name="keys" />
        </button>
        <button
          type="button"
          className="button quiet square wide-only"
          aria-label="Sign out"
          title="Sign out"
          onClick={onSignOut}
        >
          <Icon name="out" />
        </button>
      </div>
    </header>
  );
}
