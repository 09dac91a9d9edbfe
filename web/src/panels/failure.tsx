import type { ReactNode } from 'react';
import { ApiError } from '../api/request.ts';
import { Icon } from '../shell/icons.tsx';

function remedyOf(error: Error): string {
  return error instanceof ApiError
    ? error.remedy
    : 'Reload the page; if it stays, this is a bug of the page.';
}

/** What happened, whether data are safe, and what to do. */
export function Failure({ error, onRetry }: { error: Error; onRetry: () => void }): ReactNode {
  return (
    <div className="failure" role="alert">
      <Icon name="alert" />
      <div>
        <p className="failure-what">{error.message}</p>
        <p className="muted">Your data are safe, only this view could not be read. {remedyOf(error)}</p>
        <button type="button" className="button" onClick={onRetry}>
          Try again
        </button>
      </div>
    </div>
  );
}

/** Figures that could not be renewed stay on the screen, and say so. */
export function StaleNote({ error }: { error: Error }): ReactNode {
  return (
    <p className="stale-note" role="status" title={`${error.message} ${remedyOf(error)}`}>
      <Icon name="alert" /> Not renewed: {error.message}
    </p>
  );
}
