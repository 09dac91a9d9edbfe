import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Campaign, campaignsQuery, removeCampaign } from '../api/campaigns.ts';
import { exactNumber } from '../number/format.ts';
import { Dialog } from '../shell/dialog.tsx';

interface RemoveProps {
  readonly campaign: Campaign | undefined;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** Asks before a campaign is removed, and says what goes and what stays. */
export function RemoveDialog({ campaign, onDone, onCancel }: RemoveProps): ReactNode {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: (id: string) => removeCampaign(id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: campaignsQuery.queryKey });
      onDone();
    },
  });
  return (
    <Dialog title="Remove the campaign?" open={campaign !== undefined} onClose={onCancel}>
      {campaign === undefined ? null : (
        <>
          <p>
            <strong>{campaign.name}</strong> goes, with its words and its {exactNumber(campaign.mentions)}{' '}
            mentions. The posts and articles stay, so the same words find them again.
          </p>
          {remove.error === null ? null : (
            <p className="field-error" role="alert">
              {remove.error.message}
            </p>
          )}
          <footer className="dialog-foot">
            <button type="button" className="button" onClick={onCancel}>
              Keep it
            </button>
            <button
              type="button"
              className="button danger"
              disabled={remove.isPending}
              onClick={() => remove.mutate(campaign.id)}
            >
              Remove
            </button>
          </footer>
        </>
      )}
    </Dialog>
  );
}
