// The whole way to Flink, with the enrichment worker killed again and again in mid-run.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openFlinkSide, type StartEnrichment } from '../../src/jobs/verify/flink-side.ts';
import { endOffsets, topicName } from '../../src/log/kafka/topics.ts';
import { catalogue } from '../../src/streams/catalogue.ts';
import { type EnrichmentProcess, startEnrichmentProcess } from './kit/enrichment-process.ts';
import { differing, verifyOn } from './kit/verification.ts';
import { describeOnCluster } from './support.ts';

const KILLS = 3;

/** Between two kills at least so many messages are written. */
const PROGRESS = 500;

/** A worker that is killed and followed by another, until it was killed often enough. */
function killedOften(onKill: (written: number) => void): StartEnrichment {
  return async ({ kafka }, { stream, folder, onError }) => {
    let written = 0;
    let closed = false;
    let worker: EnrichmentProcess | undefined;
    const count = async (): Promise<number> => {
      let all = 0;
      for (const kind of ['enriched', 'rejected'] as const) {
        const ends = await endOffsets(kafka, topicName(kafka, stream.name, kind));
        for (const end of ends.values()) all += Number(end);
      }
      return all;
    };
    const start = async (number: number): Promise<void> => {
      const scratchDir = path.join(folder, `enrichment-${number}`);
      worker = await startEnrichmentProcess({ connection: kafka, scratchDir, streams: [stream.name] });
    };
    const life = (async () => {
      for (let kills = 0; !closed; ) {
        const before = written;
        await start(kills);
        while (!closed && (kills === KILLS || written < before + PROGRESS)) {
          written = await count();
          await sleep(50);
        }
        await worker?.kill();
        if (closed) return;
        kills += 1;
        onKill(written);
      }
    })().catch(onError);
    return {
      taken: () => written,
      async close() {
        closed = true;
        await worker?.kill();
        await life;
      },
    };
  };
}

describeOnCluster('an enrichment worker that is killed in mid-run', () => {
  it.each(catalogue.filter(({ name }) => name === 'web-behaviour' || name === 'posts'))(
    '[D2] [V6] changes no row of $name on Flink',
    async (stream) => {
      const killed: number[] = [];
      const start = killedOften((written) => killed.push(written));
      const verified = await verifyOn(stream, {
        ...{ engine: 'flink', events: 60_000, seed: 21 },
        openSide: (context, request) => openFlinkSide(context, request, start),
      });
      expect(differing(verified)).toEqual([]);
      expect(killed, 'kills').toHaveLength(KILLS);
      expect(killed[0], 'killed before the end').toBeLessThan(verified.verdict.lines);
    },
  );
});
