import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { openApi, reportTarget } from '../http/api.ts';
import { listenToCommits } from '../http/commits.ts';
import type { Server } from '../program/server.ts';
import { MARKED_PRODUCT, twoDays } from './markers.ts';

/** Sees the views of the marked product grow in the API. */
export interface ReportWatch {
  /** When so many views were first seen, in epoch milliseconds. */
  seenAt(count: number): number | undefined;
  /** Waits until so many are seen, or no longer. */
  until(count: number, patienceMs: number): Promise<void>;
  close(): void;
}

const Hours = z.object({ rows: z.array(z.object({ views: z.number() })) });

/** Asks for the report at each commit that the server tells of, as a page would. */
export async function watchReport(server: Server): Promise<ReportWatch> {
  const api = await openApi(server);
  const target = reportTarget('product-hours', { product: MARKED_PRODUCT, ...twoDays() });
  const seen: { readonly count: number; readonly at: number }[] = [];
  let asking = false;
  let again = false;
  let failure: unknown;
  const ask = async (): Promise<void> => {
    const { rows } = Hours.parse(await api.get(target));
    const count = rows.reduce((sum, { views }) => sum + views, 0);
    if (count > (seen.at(-1)?.count ?? -1)) seen.push({ count, at: Date.now() });
  };
  const onCommit = async (): Promise<void> => {
    again = true;
    if (asking) return;
    asking = true;
    while (again) {
      again = false;
      await ask();
    }
    asking = false;
  };
  const stop = await listenToCommits(server, () => {
    onCommit().catch((error: unknown) => {
      failure = error;
    });
  });
  return {
    seenAt: (count) => seen.find((one) => one.count >= count)?.at,
    async until(count, patienceMs) {
      const end = Date.now() + patienceMs;
      while ((seen.at(-1)?.count ?? 0) < count && Date.now() < end && failure === undefined) await pause(20);
      if (failure !== undefined) throw failure;
    },
    close() {
      stop();
      api.close();
    },
  };
}
