import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useNavigate, useParams, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { campaignsQuery } from '../api/campaigns.ts';
import { reportsQuery, sessionQuery, streamsQuery } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { writeAbout } from '../explain/about.ts';
import { useLiveUpdates } from '../live/use-live-updates.ts';
import { isOfCampaign } from '../panels/question.ts';
import { usePartsEarly } from '../parts/part.ts';
import { EARLY } from '../parts/parts.ts';
import { chooseTheme, nextTheme, useThemeChoice } from '../theme/theme.ts';
import { liveRange, stepRange, writeRange } from '../time-range/range.ts';
import { useRange } from '../time-range/use-range.ts';
import { carried } from '../url-state/search.ts';
import { usePatchSearch, useSearchState } from '../url-state/use-search.ts';
import { KeysDialog } from './keys.tsx';
import { Nav } from './nav.tsx';
import { TopBar } from './top-bar.tsx';
import { useKeys } from './use-keys.ts';

const COLLAPSED = 'crosscurrent.nav';

function wasCollapsed(): boolean {
  try {
    return localStorage.getItem(COLLAPSED) === 'collapsed';
  } catch {
    return false;
  }
}

function remember(collapsed: boolean): void {
  try {
    localStorage.setItem(COLLAPSED, collapsed ? 'collapsed' : 'open');
  } catch {
    // Without storage it lasts until the page is left.
  }
}

/** What is around every page. */
export function Shell(): ReactNode {
  useLiveUpdates();
  usePartsEarly(EARLY);
  const client = useQueryClient();
  const navigate = useNavigate();
  const search = useSearchState();
  const patch = usePatchSearch();
  const theme = useThemeChoice();
  const [collapsed, setCollapsed] = useState(wasCollapsed);
  const [keysOpen, setKeysOpen] = useState(false);
  const params = useParams({ strict: false });
  const path = useRouterState({ select: (state) => state.location.pathname });
  const streams = useQuery(streamsQuery).data ?? [];
  const reports = useQuery(reportsQuery).data ?? [];
  const campaigns = useQuery(campaignsQuery).data ?? [];
  const isCampaigns = path === '/campaigns' || path.startsWith('/campaigns/');
  const isPrinting = search['print'] !== undefined;
  // The pages of campaigns are about the streams that campaigns are matched in.
  const current =
    params.stream ?? (isCampaigns ? reports.find(({ name }) => name === 'campaign-peak')?.stream : undefined);
  const shown = streams.filter(({ name }) =>
    isCampaigns
      ? reports.some((report) => report.stream === name && isOfCampaign(report))
      : current === undefined || name === current,
  );
  const { range, moments } = useRange(current);
  const hasRange = path !== '/data' && path !== '/campaigns';

  useEffect(() => remember(collapsed), [collapsed]);

  const go = (to: string) => () => void navigate({ to, search: carried(search) });
  useKeys({
    '?': () => setKeysOpen(true),
    ...(search['about'] === undefined ? {} : { escape: () => patch(writeAbout(search, undefined)) }),
    t: () => chooseTheme(nextTheme(theme)),
    'g o': go('/'),
    'g c': go('/campaigns'),
    'g d': go('/data'),
    ...Object.fromEntries(
      streams.slice(0, 9).map(({ name }, i) => [`g ${i + 1}`, go(`/streams/${encodeURIComponent(name)}`)]),
    ),
    ...(hasRange
      ? {
          '[': () => patch(writeRange(stepRange(range, -1, moments))),
          ']': () => patch(writeRange(stepRange(range, 1, moments))),
          l: () => patch(writeRange(liveRange(range, moments))),
        }
      : {}),
  });

  async function signOut(): Promise<void> {
    await request('/api/session', { method: 'DELETE' });
    client.clear();
    await client.invalidateQueries(sessionQuery);
    window.location.assign('/');
  }

  return (
    <div className="shell" data-collapsed={collapsed}>
      <a className="skip" href="#main">
        Skip to the page
      </a>
      {isPrinting ? null : (
        <Nav
          streams={streams}
          campaigns={campaigns}
          collapsed={collapsed}
          onCollapse={() => setCollapsed(!collapsed)}
        />
      )}
      <div className="page">
        {isPrinting ? null : (
          <TopBar
            shown={shown}
            reports={reports.filter(({ stream }) => shown.some(({ name }) => name === stream))}
            hasRange={hasRange}
            onKeys={() => setKeysOpen(true)}
            onSignOut={() => void signOut()}
          />
        )}
        <main id="main" className="main" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <KeysDialog open={keysOpen} onClose={() => setKeysOpen(false)} />
    </div>
  );
}
