import { QueryCache, QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { sessionQuery } from './api/queries.ts';
import { ApiError } from './api/request.ts';
import { Boundary } from './panels/boundary.tsx';
import { Failure } from './panels/failure.tsx';
import { router } from './routes.tsx';
import { SignIn } from './shell/sign-in.tsx';
import './style/index.css';

/** Refusals stay refusals; only a program that does not answer is asked again. */
function shouldRetry(failures: number, error: Error): boolean {
  return failures < 2 && error instanceof ApiError && (error.status === 0 || error.status === 503);
}

const client = new QueryClient({
  defaultOptions: {
    queries: {
      retry: shouldRetry,
      retryDelay: 700,
      refetchOnWindowFocus: false,
      staleTime: 30_000,
      gcTime: 120_000,
      // The program is mostly on this very machine: it answers when the machine has no network, too.
      networkMode: 'always',
    },
  },
  queryCache: new QueryCache({
    onError: (error) => {
      // The session ended: whoever looks at the page has to sign in again.
      if (error instanceof ApiError && error.status === 401) client.setQueryData(sessionQuery.queryKey, null);
    },
  }),
});

/** The pages for who is signed in, the sign-in for everybody else. */
function App(): ReactNode {
  const session = useQuery(sessionQuery);
  if (session.data === null) return <SignIn />;
  if (session.data !== undefined) return <RouterProvider router={router} />;
  if (session.error === null) return null;
  return <Failure error={session.error} onRetry={() => void session.refetch()} />;
}

const element = document.getElementById('root');
if (element !== null) {
  createRoot(element).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Boundary>
          <App />
        </Boundary>
      </QueryClientProvider>
    </StrictMode>,
  );
}
