import { DatabaseError } from 'pg';
import { CrosscurrentError } from '../event/errors.ts';

/**
 * What a failed call means for its caller: `away`, try again later; `disk_full`, the database's disk is, try again
 * when there is space; `overtaken`, another process was faster: look where it is and begin again; `refused`, the same call
 * will fail again.
 */
export type Failure = 'away' | 'disk_full' | 'overtaken' | 'refused';

/** SQLSTATEs under which PostgreSQL is going down, coming up, or cannot take one more connection. */
const AWAY_STATES: ReadonlySet<string> = new Set([
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '57P05', // idle_session_timeout
  '25P03', // idle_in_transaction_session_timeout
  '53300', // too_many_connections
  '25006', // read_only_sql_transaction: after a failover, while the address still leads to the old server
]);

/** SQLSTATEs after which the same transaction may well succeed. */
const RETRY_STATES: ReadonlySet<string> = new Set(['40001', '40P01', '55P03']);

const AWAY_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** What pg says, without a code, when a connection ends or cannot be had. */
const AWAY_WORDS =
  /Connection terminated|connection error and is not queryable|was closed and is not queryable|timeout expired|timeout exceeded when trying to connect|Connection ended/i;

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Whether the connection, not the statement, was at fault. */
export function isAway(error: unknown): boolean {
  if (error instanceof CrosscurrentError) return error.code === 'warehouse_unavailable';
  if (error instanceof DatabaseError) {
    const state = error.code ?? '';
    // FATAL ends the session, or kept it from being opened, whatever the reason.
    return error.severity === 'FATAL' || state.startsWith('08') || AWAY_STATES.has(state);
  }
  // Every address of a host name was tried.
  if (error instanceof AggregateError) return error.errors.some(isAway);
  return AWAY_CODES.has(codeOf(error) ?? '') || (error instanceof Error && AWAY_WORDS.test(error.message));
}

/** Whether the server was not even reached, so that nothing can have been done. */
export function isUnreached(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isUnreached);
  return codeOf(error) === 'ECONNREFUSED' || codeOf(error) === '57P03';
}

/** Whether the same transaction is worth another try on the same connection. */
export function isRetryable(error: unknown): boolean {
  return error instanceof DatabaseError && RETRY_STATES.has(error.code ?? '');
}

/** The failure behind an error that a warehouse threw; undefined for errors of anything else. */
export function failureOf(error: unknown): Failure | undefined {
  if (!(error instanceof CrosscurrentError)) return undefined;
  if (error.code === 'warehouse_unavailable') return 'away';
  if (error.code === 'disk_full' || error.code === 'overtaken') return error.code;
  return error.code === 'internal' ? 'refused' : undefined;
}

/** An error of pg as one of the catalogue; one of the catalogue as it is. */
export function toWarehouseError(error: unknown): CrosscurrentError {
  if (error instanceof CrosscurrentError) return error;
  const words = wordsOf(error);
  if (isAway(error)) {
    return new CrosscurrentError(
      'warehouse_unavailable',
      `PostgreSQL is away: ${words}.`,
      'Nothing is lost: what arrives waits in the log. Start PostgreSQL again, or look at DATABASE_URL.',
      { cause: error },
    );
  }
  if (codeOf(error) === '53100' || codeOf(error) === 'ENOSPC') {
    return new CrosscurrentError(
      'disk_full',
      `The disk of the warehouse is full: ${words}.`,
      'Make space; Crosscurrent goes on by itself.',
      { cause: error },
    );
  }
  if (codeOf(error) === '42501') {
    return new CrosscurrentError(
      'warehouse_unavailable',
      `PostgreSQL does not permit it: ${words}.`,
      'The account in DATABASE_URL needs the right to create schemas (GRANT CREATE ON DATABASE) and must own those of Crosscurrent.',
      { cause: error },
    );
  }
  return new CrosscurrentError('internal', `PostgreSQL refused a statement: ${words}.`, '', { cause: error });
}

/** One line, without a final point. */
function wordsOf(error: unknown): string {
  if (error instanceof AggregateError) return wordsOf(error.errors[0]);
  const message = error instanceof Error ? error.message : String(error);
  const state = error instanceof DatabaseError && error.code !== undefined ? ` (${error.code})` : '';
  return `${message.replaceAll(/\s+/g, ' ').replace(/\.$/, '')}${state}`;
}
