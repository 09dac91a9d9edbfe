import type { Outcome } from '../../../src/engine/contract.ts';
import type { Line } from '../fold/lines.ts';
import type { Rows } from '../fold/rows.ts';
import { readTables } from '../fold/tables.ts';
import type { WebFact } from '../fold/web-facts.ts';
import { foldWeb } from '../fold/web-fold.ts';
import { type EngineBench, type EngineHall, submit } from './engine.ts';
import { TRAFFIC_DAY } from './traffic.ts';

const DAY = 86_400_000;

/** All tables of `web-behaviour`, beside those of the fold. */
export async function webTables(
  bench: EngineBench,
  facts: readonly WebFact[],
): Promise<{
  readonly found: Readonly<Record<string, Rows>>;
  readonly folded: Readonly<Record<string, Rows>>;
}> {
  const folded = foldWeb(facts);
  const range = { from: TRAFFIC_DAY - 2 * DAY, to: TRAFFIC_DAY + 5 * DAY };
  return { folded, found: await readTables(bench.reader, 'web_behaviour', Object.keys(folded), range) };
}

/** Sends web events as one slice. */
export async function sendWeb(
  hall: EngineHall,
  bench: EngineBench,
  about: { readonly source: string; readonly from?: bigint; readonly receivedAt?: number },
  lines: readonly (Line<unknown> | string)[],
): Promise<Outcome & { readonly to: bigint }> {
  const slice = await hall.slice({
    stream: 'web-behaviour',
    source: about.source,
    from: about.from ?? 0n,
    lines: lines.map((line) => (typeof line === 'string' ? line : line.text)),
    receivedAt: about.receivedAt ?? TRAFFIC_DAY + 10 * DAY,
  });
  return { ...(await submit(bench, slice)), to: slice.to };
}

export function factsOf(lines: readonly Line<WebFact>[]): WebFact[] {
  return lines.flatMap(({ outcome }) => ('fact' in outcome ? [outcome.fact] : []));
}
