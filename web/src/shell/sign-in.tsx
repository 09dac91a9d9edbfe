import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { sessionQuery } from '../api/queries.ts';
import { ApiError, post } from '../api/request.ts';

/** How to get in: by the link that `start` printed, or with the token of the data folder. */
export function SignIn(): ReactNode {
  const client = useQueryClient();
  const [token, setToken] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function signIn(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await post('/api/session', { token: token.trim() });
      await client.invalidateQueries(sessionQuery);
    } catch (error) {
      const refused = error instanceof ApiError && error.status === 401;
      setProblem(
        refused
          ? 'This is not the token of the running program. Nothing was changed.'
          : error instanceof ApiError
            ? `${error.message} ${error.remedy}`
            : String(error),
      );
    } finally {
      setBusy(false);
    }
  }

  return (
    <main className="sign-in">
      <svg viewBox="0 0 32 32" aria-hidden="true" className="brand-mark">
        <path d="M5 12c4-5 7-5 11 0s7 5 11 0M5 21c4 5 7 5 11 0s7-5 11 0" />
      </svg>
      <h1>Crosscurrent</h1>
      <p>
        Open the link that <code>crosscurrent start</code> printed in its terminal. It signs this browser in,
        once.
      </p>
      <form onSubmit={(event) => void signIn(event)}>
        <label htmlFor="token">
          Or paste the token from the data folder, file <code>secrets/api-token</code>
        </label>
        <input
          id="token"
          type="password"
          autoComplete="current-password"
          spellCheck={false}
          value={token}
          onChange={(event) => setToken(event.target.value)}
          aria-describedby="token-problem"
          aria-invalid={problem !== undefined}
          required
        />
        <p id="token-problem" className="field-error" role="alert">
          {problem}
        </p>
        <button type="submit" className="button primary" disabled={busy}>
          {busy ? 'Signing in' : 'Sign in'}
        </button>
      </form>
    </main>
  );
}
