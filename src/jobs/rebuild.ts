import { z } from 'zod';
import type { RebuildOutcome, RebuildRequest } from '../engine/contract.ts';
import type { Stream } from '../stream/define.ts';
import type { Warehouse } from '../warehouse/contract.ts';
import { requireUndeployed } from '../warehouse/counting.ts';
import { findStream } from './find-stream.ts';
import type { Job } from './host/guests.ts';
import { SIMULATOR_SOURCE } from './simulate.ts';

const Arguments = z.object({ stream: z.string(), dryRun: z.boolean().optional() });

export interface RebuildContext {
  readonly catalogue: readonly Stream[];
  readonly warehouse: Warehouse;
  readonly rebuild: (stream: string, request: RebuildRequest) => Promise<RebuildOutcome>;
}

/** Replays the lake through today's declaration, shows how the rows differ, and puts the new ones in place. */
export function rebuildJob(context: RebuildContext): Job {
  return async (args, onProgress, signal) => {
    const { stream: name, dryRun } = Arguments.parse(args);
    const stream = findStream(context.catalogue, name);
    await requireUndeployed(context.warehouse.query, [stream.name], deployAnew);
    return context.rebuild(stream.name, { dryRun: dryRun ?? false, removeSources: [], onProgress, signal });
  };
}

function deployAnew([stream]: readonly string[]): string {
  return `\`crosscurrent deploy ${stream} --rebuild\` counts its topic anew; \`crosscurrent undeploy ${stream}\` leaves the rollups to a rebuild.`;
}

/** Takes everything simulated away: its events, dead letters and figures. */
export function removeSimulatedJob(context: RebuildContext): Job {
  return async (_args, onProgress, signal) => {
    const { streams: audited } = await context.warehouse.audit();
    const streams: { stream: string; removed: number }[] = [];
    for (const { stream, sources } of audited) {
      const simulated = sources.filter(({ source }) => source === SIMULATOR_SOURCE);
      if (simulated.length === 0) continue;
      const removeSources = simulated.map(({ source }) => source);
      const { removed } = await context.rebuild(stream, { dryRun: false, removeSources, onProgress, signal });
      streams.push({ stream, removed });
    }
    return { streams };
  };
}
