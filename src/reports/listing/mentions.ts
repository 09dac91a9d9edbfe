import type { ListedRow, ListingQuery } from '../../engine/contract.ts';
import { CrosscurrentError } from '../../event/errors.ts';
import type { Statement } from '../answer.ts';

/** A listing of the events that a campaign matched. */
export interface MentionsQuery extends ListingQuery {
  readonly campaign: string;
}

/** Runs one statement of the warehouse with bound values. */
type Ask = (sql: string, values: readonly unknown[]) => Promise<readonly ListedRow[]>;

/** The rows of a listing from the table of mentions, and the statement that read them. */
export async function listMentions(
  _ask: Ask,
  query: MentionsQuery,
): Promise<{ readonly rows: readonly ListedRow[]; readonly statement: Statement }> {
  throw new CrosscurrentError(
    'unsupported',
    `The mentions of ${query.campaign} cannot be listed.`,
    'Ask for a listing of all events.',
  );
}
