import type { ClientBase } from 'pg';
import { CrosscurrentError } from '../../event/errors.ts';
import type { EditionKey } from './contract.ts';

/**
 * Lets no edition begin, be completed or go before this transaction ends, and waits for one that does. To be called
 * before the transaction locks any row, so that the two cannot wait for each other.
 */
export async function holdCampaigns(client: ClientBase): Promise<void> {
  await client.query('LOCK TABLE crosscurrent.campaign IN ROW EXCLUSIVE MODE');
}

/** Editions that events have to be matched for as they arrive, and that are not among those of `$1` and `$2`. */
const MISSED = `
SELECT c.id FROM crosscurrent.campaign c, unnest(ARRAY[c.edition, c.next_edition]) AS e(edition)
WHERE e.edition IS NOT NULL AND NOT EXISTS (
  SELECT FROM unnest($1::text[], $2::integer[]) AS m(campaign, edition)
  WHERE m.campaign = c.id AND m.edition = e.edition)
LIMIT 1`;

/**
 * Makes sure that events were matched for every edition that there is: one that began since has noted the files of the
 * lake without theirs, and nobody else would look at them. To be called behind {@link holdCampaigns}.
 * @throws CrosscurrentError overtaken
 */
export async function requireMatched(client: ClientBase, matched: readonly EditionKey[]): Promise<void> {
  const { rows } = await client.query<{ id: string }>({
    name: 'missed-editions',
    text: MISSED,
    values: [matched.map(({ campaign }) => campaign), matched.map(({ edition }) => edition)],
  });
  const [missed] = rows;
  if (missed === undefined) return;
  throw new CrosscurrentError(
    'overtaken',
    `The campaign ${missed.id} was changed while events were being matched.`,
    'They are matched again.',
  );
}
