import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Campaign } from '../api/campaigns.ts';
import { Swatch } from '../charts/swatch.tsx';
import { carried } from '../url-state/search.ts';
import { useSearchState } from '../url-state/use-search.ts';
import { colourOf } from './colour.ts';
import { EditDialog } from './edit-dialog.tsx';
import { MatchProgress } from './match-progress.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { ruleParts } from './rule-words.ts';

/** What a campaign looks for, in words. */
export function RuleWords({ campaign }: { campaign: Campaign }): ReactNode {
  return (
    <ul className="rule-words">
      {ruleParts(campaign).map(({ name, words }) => (
        <li key={name}>
          <span className="muted">{name}</span> {words}
        </li>
      ))}
    </ul>
  );
}

/** Name and words of a campaign, and what can be done with it. */
export function CampaignHead({ campaign }: { campaign: Campaign }): ReactNode {
  const [dialog, setDialog] = useState<'edit' | 'remove'>();
  const navigate = useNavigate();
  const search = useSearchState();
  const isPrinted = search['print'] !== undefined;
  const close = (): void => setDialog(undefined);
  return (
    <header className="page-head campaign-head">
      <div>
        <h1>
          <Swatch colour={colourOf(campaign)} /> {campaign.name}
        </h1>
        <RuleWords campaign={campaign} />
        <MatchProgress campaign={campaign} />
      </div>
      {isPrinted ? null : (
        <div className="head-tools">
          <Link
            to="/campaigns/compare"
            search={{ ...carried(search), campaigns: campaign.id }}
            className="button"
          >
            Compare
          </Link>
          <Link
            to="/campaigns/$campaign"
            params={{ campaign: campaign.id }}
            search={{ ...search, about: undefined, print: '1' }}
            className="button"
          >
            Printable page
          </Link>
          <button type="button" className="button" onClick={() => setDialog('edit')}>
            Change
          </button>
          <button type="button" className="button" onClick={() => setDialog('remove')}>
            Remove
          </button>
        </div>
      )}
      <EditDialog editing={dialog === 'edit' ? { campaign } : undefined} onDone={close} onCancel={close} />
      <RemoveDialog
        campaign={dialog === 'remove' ? campaign : undefined}
        onDone={() => void navigate({ to: '/campaigns', search: carried(search) })}
        onCancel={close}
      />
    </header>
  );
}
