import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Campaign } from '../api/campaigns.ts';
import { Swatch } from '../charts/swatch.tsx';
import { MAX_COMPARED } from '../comparison/chosen.ts';
import { exactNumber } from '../number/format.ts';
import { carried } from '../url-state/search.ts';
import { useSearchState } from '../url-state/use-search.ts';
import { RuleWords } from './campaign-head.tsx';
import { colourOf } from './colour.ts';
import { MatchProgress } from './match-progress.tsx';

interface TableProps {
  readonly campaigns: readonly Campaign[];
  /** Ids of those that are to be compared. */
  readonly chosen: readonly string[];
  readonly onToggle: (id: string) => void;
  readonly onEdit: (campaign: Campaign) => void;
  readonly onRemove: (campaign: Campaign) => void;
}

/** Campaigns with what they look for, their mentions, and how far matching is. */
export function CampaignTable({ campaigns, chosen, onToggle, onEdit, onRemove }: TableProps): ReactNode {
  const search = useSearchState();
  const isFull = chosen.length >= MAX_COMPARED;
  return (
    <ul className="campaign-list">
      {campaigns.map((campaign) => (
        <li key={campaign.id} className="campaign-item">
          <label className="campaign-tick" title="Compare">
            <input
              type="checkbox"
              checked={chosen.includes(campaign.id)}
              disabled={isFull && !chosen.includes(campaign.id)}
              onChange={() => onToggle(campaign.id)}
            />
            <span className="hidden">Compare {campaign.name}</span>
          </label>
          <div className="campaign-what">
            <h2>
              <Swatch colour={colourOf(campaign)} />
              <Link to="/campaigns/$campaign" params={{ campaign: campaign.id }} search={carried(search)}>
                {campaign.name}
              </Link>
            </h2>
            <RuleWords campaign={campaign} />
            <MatchProgress campaign={campaign} />
          </div>
          <p className="campaign-mentions">
            <strong>{exactNumber(campaign.mentions)}</strong> <span className="muted">mentions</span>
          </p>
          <div className="campaign-tools">
            <button
              type="button"
              className="button small"
              aria-label={`Change ${campaign.name}`}
              onClick={() => onEdit(campaign)}
            >
              Change
            </button>
            <button
              type="button"
              className="button small"
              aria-label={`Remove ${campaign.name}`}
              onClick={() => onRemove(campaign)}
            >
              Remove
            </button>
          </div>
        </li>
      ))}
    </ul>
  );
}
