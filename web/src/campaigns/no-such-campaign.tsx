import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** For an address of a campaign that there is not, or no more. */
export function NoSuchCampaign({ id }: { id: string }): ReactNode {
  return (
    <div className="empty">
      <h1>No campaign is called {id}</h1>
      <p>
        It may have been removed. <Link to="/campaigns">All campaigns</Link>
      </p>
    </div>
  );
}
