import type { DerivationCost } from '../engine/contract.ts';
import type { Clock } from '../event/clock.ts';
import { isoInstant } from '../event/time.ts';
import type { Log } from '../log/contract.ts';
import type { Warehouse } from '../warehouse/contract.ts';
import type { Tail } from './tail.ts';

export interface AuditContext {
  readonly warehouse: Warehouse;
  readonly log: Log;
  readonly tail: Tail;
  readonly clock: Clock;
  /** What each derivation of a stream has cost since the start. */
  readonly derivationCosts: (stream: string) => Readonly<Record<string, DerivationCost>>;
}

/** The accounting of every stream (D3), with what still waits in the log. */
export async function auditAll({ warehouse, log, tail, clock, derivationCosts }: AuditContext) {
  const audit = await warehouse.audit();
  const streams = audit.streams.map((stream) => ({
    ...stream,
    lag: tail.lag(stream.stream),
    enrichment: derivationCosts(stream.stream),
    sources: stream.sources.map((source) => ({
      ...source,
      offset: Number(source.offset),
      end: endOf(log, stream.stream, source.source, source.offset),
    })),
  }));
  return { balanced: audit.balanced, streams, log: log.usage(), asOf: isoInstant(clock.now()) };
}

/** Where a source's log ends; a file has no log, it ends where it was read to. */
function endOf(log: Log, stream: string, source: string, offset: bigint): number {
  const end = log.end(stream, source);
  return Number(end > offset ? end : offset);
}
