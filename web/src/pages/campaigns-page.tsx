import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { type Campaign, campaignsQuery } from '../api/campaigns.ts';
import { useShownError } from '../api/shown-error.ts';
import { CampaignTable } from '../campaigns/campaign-table.tsx';
import { EditDialog, type Editing } from '../campaigns/edit-dialog.tsx';
import { FirstCampaign } from '../campaigns/first-campaign.tsx';
import { RemoveDialog } from '../campaigns/remove-dialog.tsx';
import { MAX_COMPARED } from '../comparison/chosen.ts';
import { Failure } from '../panels/failure.tsx';
import { Skeleton } from '../panels/skeleton.tsx';
import { carried, readList, toggled } from '../url-state/search.ts';
import { usePatchSearch, useSearchState } from '../url-state/use-search.ts';
import { usePageTitle } from './page-title.ts';

/** Leads to the comparison of those that are ticked; says how many can be. */
function CompareLink({ chosen }: { chosen: readonly string[] }): ReactNode {
  const search = useSearchState();
  if (chosen.length < 2) {
    return <span className="muted head-hint">Tick two to {MAX_COMPARED} of them to compare.</span>;
  }
  return (
    <Link
      to="/campaigns/compare"
      search={{ ...carried(search), campaigns: chosen.join(',') }}
      className="button"
    >
      Compare {chosen.length}
    </Link>
  );
}

/** All campaigns: made, changed, removed, and chosen for comparison. */
export function CampaignsPage(): ReactNode {
  usePageTitle('Campaigns');
  const query = useQuery(campaignsQuery);
  const navigate = useNavigate();
  const search = useSearchState();
  const patch = usePatchSearch();
  const [editing, setEditing] = useState<Editing>();
  const [removing, setRemoving] = useState<Campaign>();
  const campaigns = query.data;
  const error = useShownError(query.error, campaigns !== undefined);
  if (campaigns === undefined) {
    return error === null ? (
      <Skeleton chart="table" />
    ) : (
      <Failure error={error} onRetry={() => void query.refetch()} />
    );
  }
  const chosen = readList(search, 'campaigns').filter((id) => campaigns.some((one) => one.id === id));

  function onSaved(campaign: Campaign): void {
    const isNew = editing !== undefined && 'start' in editing;
    setEditing(undefined);
    if (isNew)
      void navigate({
        to: '/campaigns/$campaign',
        params: { campaign: campaign.id },
        search: carried(search),
      });
  }

  return (
    <>
      <header className="page-head campaign-head">
        <div>
          <h1>Campaigns</h1>
          <p className="muted">
            Words to follow. Posts and articles are matched as they arrive, and those already stored as well.
          </p>
        </div>
        {campaigns.length === 0 ? null : (
          <div className="head-tools">
            <CompareLink chosen={chosen} />
            <button type="button" className="button primary" onClick={() => setEditing({ start: {} })}>
              New campaign
            </button>
          </div>
        )}
      </header>
      {campaigns.length === 0 ? (
        <FirstCampaign onStart={(start) => setEditing({ start })} />
      ) : (
        <CampaignTable
          campaigns={campaigns}
          chosen={chosen}
          onToggle={(id) => patch({ campaigns: toggled(chosen, id) }, { replace: true })}
          onEdit={(campaign) => setEditing({ campaign })}
          onRemove={setRemoving}
        />
      )}
      <EditDialog editing={editing} onDone={onSaved} onCancel={() => setEditing(undefined)} />
      <RemoveDialog
        campaign={removing}
        onDone={() => setRemoving(undefined)}
        onCancel={() => setRemoving(undefined)}
      />
    </>
  );
}
