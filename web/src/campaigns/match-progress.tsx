import type { ReactNode } from 'react';
import type { Campaign } from '../api/campaigns.ts';
import { exactNumber } from '../number/format.ts';

/** How far stored events have been looked through; nothing once all have. */
export function MatchProgress({ campaign }: { campaign: Campaign }): ReactNode {
  const { done, total } = campaign.progress;
  if (campaign.state === 'ready') return null;
  const percent = total === 0 ? 0 : Math.min(100, Math.floor((100 * done) / total));
  return (
    <p
      className="match-progress"
      role="status"
      title={`${exactNumber(done)} of ${exactNumber(total)} events`}
    >
      <progress max={100} value={percent} aria-label={`${campaign.name}: stored events looked through`} />
      <span>
        Looking through what is stored: {percent}
        {'\u202f'}%
      </span>
    </p>
  );
}
