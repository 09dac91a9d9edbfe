import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Campaign, campaignsQuery } from '../api/campaigns.ts';
import { Dialog } from '../shell/dialog.tsx';
import { CampaignForm } from './campaign-form.tsx';
import { emptyForm, type FormValues, formOf } from './form-values.ts';

/** What the form is open for: a campaign to change, or a new one with what is known of it already. */
export type Editing = { readonly campaign: Campaign } | { readonly start: Partial<FormValues> };

interface EditProps {
  readonly editing: Editing | undefined;
  readonly onDone: (campaign: Campaign) => void;
  readonly onCancel: () => void;
}

/** The form of a campaign in a dialog. */
export function EditDialog({ editing, onDone, onCancel }: EditProps): ReactNode {
  const campaigns = useQuery(campaignsQuery).data ?? [];
  const campaign = editing !== undefined && 'campaign' in editing ? editing.campaign : undefined;
  const start = editing !== undefined && 'start' in editing ? editing.start : {};
  return (
    <Dialog
      title={campaign === undefined ? 'New campaign' : `Change ${campaign.name}`}
      open={editing !== undefined}
      onClose={onCancel}
      wide={true}
    >
      <CampaignForm
        campaign={campaign}
        initial={campaign === undefined ? { ...emptyForm(campaigns), ...start } : formOf(campaign)}
        onDone={onDone}
        onCancel={onCancel}
      />
    </Dialog>
  );
}
