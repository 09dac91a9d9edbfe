import {
  createRootRoute,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  Link,
} from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { CampaignPage } from './pages/campaign-page.tsx';
import { CampaignsPage } from './pages/campaigns-page.tsx';
import { ComparePage } from './pages/compare-page.tsx';
import { DataPage } from './pages/data-page.tsx';
import { Overview } from './pages/overview.tsx';
import { StreamPage } from './pages/stream-page.tsx';
import { errorOf } from './panels/boundary.tsx';
import { Failure } from './panels/failure.tsx';
import { Shell } from './shell/shell.tsx';
import { parseSearch, type Search, writeSearch } from './url-state/search.ts';

function Nowhere(): ReactNode {
  return (
    <div className="empty">
      <h1>There is nothing at this address</h1>
      <p>
        <Link to="/">Overview</Link>
      </p>
    </div>
  );
}

/** Stands where a page would be that cannot be drawn: all around it goes on. */
function BrokenPage({ error, reset }: ErrorComponentProps): ReactNode {
  return (
    <div className="broken-page">
      <h1>This page cannot be drawn</h1>
      <Failure error={errorOf(error)} onRetry={reset} />
    </div>
  );
}

function asSearch(search: Record<string, unknown>): Search {
  return Object.fromEntries(
    Object.entries(search).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

const root = createRootRoute({ component: Shell, notFoundComponent: Nowhere, validateSearch: asSearch });

const tree = root.addChildren([
  createRoute({ getParentRoute: () => root, path: '/', component: Overview }),
  createRoute({ getParentRoute: () => root, path: '/streams/$stream', component: StreamPage }),
  createRoute({ getParentRoute: () => root, path: '/campaigns', component: CampaignsPage }),
  createRoute({ getParentRoute: () => root, path: '/campaigns/compare', component: ComparePage }),
  createRoute({ getParentRoute: () => root, path: '/campaigns/$campaign', component: CampaignPage }),
  createRoute({ getParentRoute: () => root, path: '/data', component: DataPage }),
]);

export const router = createRouter({
  routeTree: tree,
  parseSearch,
  stringifySearch: writeSearch,
  scrollRestoration: true,
  defaultErrorComponent: BrokenPage,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
