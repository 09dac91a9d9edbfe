import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { campaignsQuery } from '../api/campaigns.ts';
import { reportsQuery, streamsQuery } from '../api/queries.ts';
import { useShownError } from '../api/shown-error.ts';
import { CampaignChapters } from '../campaigns/campaign-chapters.tsx';
import { CampaignHead } from '../campaigns/campaign-head.tsx';
import { NoSuchCampaign } from '../campaigns/no-such-campaign.tsx';
import { Failure } from '../panels/failure.tsx';
import { Skeleton } from '../panels/skeleton.tsx';
import { PrintView } from '../print/print-view.tsx';
import { usePageTitle } from './page-title.ts';

/** A campaign, from what happened to the posts themselves. */
export function CampaignPage(): ReactNode {
  const { campaign: id = '' } = useParams({ strict: false });
  const campaigns = useQuery(campaignsQuery);
  const streams = useQuery(streamsQuery);
  const reports = useQuery(reportsQuery);
  const campaign = campaigns.data?.find((one) => one.id === id);
  usePageTitle(campaign?.name ?? 'Campaign');
  const error = useShownError(
    campaigns.error ?? streams.error ?? reports.error,
    [campaigns, streams, reports].every(({ data }) => data !== undefined),
  );
  if (campaigns.data === undefined || streams.data === undefined || reports.data === undefined) {
    return error === null ? (
      <Skeleton chart="line" />
    ) : (
      <Failure error={error} onRetry={() => void campaigns.refetch()} />
    );
  }
  if (campaign === undefined) return <NoSuchCampaign id={id} />;
  const peakReport = reports.data.find(({ name }) => name === 'campaign-peak');
  return (
    <PrintView>
      <CampaignHead campaign={campaign} />
      {peakReport === undefined ? (
        <p>No stream of this program has reports about campaigns.</p>
      ) : (
        <CampaignChapters
          key={campaign.id}
          campaign={campaign}
          peakReport={peakReport}
          streams={streams.data}
          reports={reports.data}
        />
      )}
    </PrintView>
  );
}
