import type { ReactNode } from 'react';
import { ApiError } from '../api/request.ts';
import { PartError } from '../parts/part-error.ts';
import { Icon } from '../shell/icons.tsx';

interface Words {
  readonly what: string;
  readonly safe: string;
  readonly remedy: string;
  /** What a report of a bug should quote. */
  readonly detail?: string;
  /** Whether asking again may help, and whether only, or also, a fresh page does. */
  readonly again: boolean;
  readonly reload: boolean;
}

const SAFE = 'Your data are safe, only this view could not be';

function wordsOf(error: Error): Words {
  if (error instanceof ApiError)
    return { what: error.message, safe: `${SAFE} read.`, remedy: error.remedy, again: true, reload: false };
  if (error instanceof PartError) {
    const { message: what, remedy, trouble } = error;
    return {
      what,
      safe: `${SAFE} drawn.`,
      remedy,
      again: trouble !== 'upgraded',
      reload: trouble !== 'away',
    };
  }
  return {
    what: 'This could not be drawn.',
    safe: `${SAFE} drawn.`,
    remedy: 'Reload the page; if it stays, this is a bug of the page.',
    detail: `${error.name}: ${error.message}`,
    again: true,
    reload: true,
  };
}

/** What happened, whether data are safe, and what to do. */
export function Failure({ error, onRetry }: { error: Error; onRetry: () => void }): ReactNode {
  const { what, safe, remedy, detail, again, reload } = wordsOf(error);
  return (
    <div className="failure" role="alert">
      <Icon name="alert" />
      <div>
        <p className="failure-what">{what}</p>
        <p className="muted">
          {safe} {remedy}
        </p>
        {detail === undefined ? null : <code className="failure-detail">{detail}</code>}
        <p className="failure-ways">
          {again ? (
            <button type="button" className="button" onClick={onRetry}>
              Try again
            </button>
          ) : null}
          {reload ? (
            <button type="button" className="button" onClick={() => window.location.reload()}>
              Reload the page
            </button>
          ) : null}
        </p>
      </div>
    </div>
  );
}

/** Counts that are not known, and why. */
export function UnknownNote({ why }: { why: string }): ReactNode {
  return (
    <p className="stale-note" role="status" title={why}>
      <Icon name="alert" /> Some counts are not known: {why}
    </p>
  );
}

/** Figures that could not be renewed stay on the screen, and say so. */
export function StaleNote({ error }: { error: Error }): ReactNode {
  const { what, remedy } = wordsOf(error);
  return (
    <p className="stale-note" role="status" title={`${what} ${remedy}`}>
      <Icon name="alert" /> Not renewed: {what}
    </p>
  );
}
