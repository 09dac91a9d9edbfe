import type { InputSlice } from '../../src/engine/contract.ts';
import type { Figure } from '../contract.ts';
import type { EventFile } from '../events/event-files.ts';
import { webStream } from '../events/web-stream.ts';
import { cpuOfTree } from '../program/usage.ts';
import type { EngineParts } from './parts.ts';

/** Seconds on a processor: of this process, and of PostgreSQL. */
interface Cost {
  readonly own: number;
  readonly postgres: number;
}

/** What stages cost; of several rounds the least, since others on the machine only ever add. */
export type Costs = Map<string, Cost>;

/** A slice of events that goes through the parts of the engine. */
export interface Work {
  readonly parts: EngineParts;
  readonly costs: Costs;
  readonly file: EventFile;
}

/** Runs a stage and notes what it cost. */
export async function cost<T>({ parts, costs }: Work, stage: string, work: () => Promise<T>): Promise<T> {
  const postgresBefore = cpuOfTree(parts.postgresPid) ?? 0;
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  const now = { own: (user + system) / 1e6, postgres: (cpuOfTree(parts.postgresPid) ?? 0) - postgresBefore };
  const known = costs.get(stage);
  if (known === undefined || known.own + known.postgres > now.own + now.postgres) costs.set(stage, now);
  return result;
}

/** The costs by event, in relation to the stage `base`; what PostgreSQL had of it stands below. */
export function costFigures(costs: Costs, base: string, lines: number): Figure[] {
  const { own: unit } = costs.get(base) ?? { own: Number.NaN };
  const line = (what: string, seconds: number): Figure => ({
    what,
    value: (seconds * 1e6) / lines,
    unit: 'µs/event',
    ratio: seconds / unit,
  });
  return [...costs].flatMap(([what, { own, postgres }]) => [
    line(what, own + postgres),
    ...(postgres > 0 ? [line('  of it PostgreSQL', postgres)] : []),
  ]);
}

/** A file as one slice of a source. */
export function sliceOf(file: EventFile, source: string): InputSlice {
  return {
    stream: webStream.name,
    source,
    from: 0n,
    to: BigInt(file.bytes),
    path: file.path,
    lines: file.lines,
    bytes: file.bytes,
    receivedAt: Date.now(),
    release: () => Promise.resolve(),
  };
}
