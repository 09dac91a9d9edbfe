import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Campaign } from '../api/campaigns.ts';
import type { StreamInfo } from '../api/types.ts';
import { colourOf } from '../campaigns/colour.ts';
import { Swatch } from '../charts/swatch.tsx';
import { carried } from '../url-state/search.ts';
import { useSearchState } from '../url-state/use-search.ts';
import { Icon, type IconName } from './icons.tsx';

interface NavProps {
  readonly streams: readonly StreamInfo[];
  readonly campaigns: readonly Campaign[];
  readonly collapsed: boolean;
  readonly onCollapse: () => void;
}

/** Campaigns named in the list of pages; all are on their own page. */
const NAMED = 8;

interface ItemProps {
  readonly to: string;
  readonly icon: IconName;
  readonly label: string;
}

function NavItem({ to, icon, label }: ItemProps): ReactNode {
  const search = useSearchState();
  return (
    <li>
      <Link
        to={to}
        search={carried(search)}
        className="nav-item"
        activeOptions={{ exact: to === '/' || to === '/campaigns', includeSearch: false }}
        title={label}
      >
        <Icon name={icon} />
        <span className="nav-label">{label}</span>
      </Link>
    </li>
  );
}

/** A campaign by its name and colour, one step in. */
function CampaignItem({ campaign }: { campaign: Campaign }): ReactNode {
  const search = useSearchState();
  return (
    <li className="nav-campaign">
      <Link
        to="/campaigns/$campaign"
        params={{ campaign: campaign.id }}
        search={carried(search)}
        className="nav-item"
        activeOptions={{ includeSearch: false }}
        title={campaign.name}
      >
        <Swatch colour={colourOf(campaign)} />
        <span className="nav-label cut">{campaign.name}</span>
      </Link>
    </li>
  );
}

/** Streams, campaigns and data. On narrow screens the same list lies at the foot of the page. */
export function Nav({ streams, campaigns, collapsed, onCollapse }: NavProps): ReactNode {
  const root = useRef<HTMLElement>(null);
  const shownAt = useRef<number>(undefined);

  // At the foot of a narrow screen there is not room for all, but where one is must be seen.
  useEffect(() => {
    const current = root.current?.querySelector<HTMLElement>('[aria-current="page"]');
    if (current === null || current === undefined || current.offsetLeft === shownAt.current) return;
    shownAt.current = current.offsetLeft;
    current.scrollIntoView({ block: 'nearest', inline: 'center' });
  });

  return (
    <nav ref={root} className="nav" aria-label="Pages" data-collapsed={collapsed}>
      <Link to="/" className="brand" aria-label="Crosscurrent, overview">
        <svg viewBox="0 0 32 32" aria-hidden="true" className="brand-mark">
          <path d="M5 12c4-5 7-5 11 0s7 5 11 0M5 21c4 5 7 5 11 0s7-5 11 0" />
        </svg>
        <span className="nav-label">Crosscurrent</span>
      </Link>
      <ul className="nav-list">
        <NavItem to="/" icon="overview" label="Overview" />
        <li className="nav-group nav-label" aria-hidden="true">
          Streams
        </li>
        {streams.map(({ name, title }) => (
          <NavItem key={name} to={`/streams/${encodeURIComponent(name)}`} icon="stream" label={title} />
        ))}
        <li className="nav-group nav-label" aria-hidden="true">
          Campaigns
        </li>
        <NavItem to="/campaigns" icon="campaign" label="Campaigns" />
        {campaigns.slice(0, NAMED).map((campaign) => (
          <CampaignItem key={campaign.id} campaign={campaign} />
        ))}
        <li className="nav-group nav-label" aria-hidden="true">
          System
        </li>
        <NavItem to="/data" icon="data" label="Data" />
      </ul>
      <button
        type="button"
        className="nav-item nav-collapse"
        aria-expanded={!collapsed}
        onClick={onCollapse}
        title={collapsed ? 'Show names' : 'Hide names'}
      >
        <Icon name={collapsed ? 'expand' : 'collapse'} />
        <span className="nav-label">Collapse</span>
      </button>
    </nav>
  );
}
