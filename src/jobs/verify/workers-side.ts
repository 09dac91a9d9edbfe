import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { createDuckdbEngine, type DuckdbEngine } from '../../engine/duckdb/engine.ts';
import { folderLake } from '../../lake/folder.ts';
import { deleteGroups } from '../../log/kafka/group-offsets.ts';
import { scratchFiles } from '../../log/scratch.ts';
import type { Warehouse } from '../../warehouse/contract.ts';
import { openWarehouse } from '../../warehouse/open.ts';
import { shapeOf } from '../../warehouse/shape.ts';
import { runWorker, workerGroup } from '../worker/run.ts';
import { createTally } from '../worker/tally.ts';
import type { VerifyContext } from './contract.ts';
import type { OtherSide, SideRequest } from './sides.ts';

/** Workers that share the partitions, one warehouse and one lake. */
const WORKERS = 2;

const IDS = 8_000_000;

const DEAD_LETTERS = 1000;

/** Kafka -> DuckDB workers in this process -> PostgreSQL. The topics must be there. */
export async function openWorkersSide(context: VerifyContext, request: SideRequest): Promise<OtherSide> {
  const { stream } = request;
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer().catch(request.onError);
  };
  const tally = createTally();
  closers.push(() => deleteGroups(context.kafka, [workerGroup(context.kafka, stream.name)]));
  try {
    for (let number = 0; number < WORKERS; number += 1) {
      const folder = path.join(request.folder, `worker-${number}`);
      const warehouse = await openWarehouse({
        ...context,
        catalogue: [stream],
        connection: request.databaseUrl,
      });
      closers.push(() => warehouse.close());
      const engine = await openEngine(context, { request, warehouse, folder });
      closers.push(() => engine.close());
      const scratch = scratchFiles(path.join(folder, 'slices'));
      closers.push(() => scratch.close());
      const worker = await runWorker({
        ...{ connection: context.kafka, streams: [stream.name], engine, warehouse, scratch, tally },
        onError: request.onError,
      });
      closers.push(() => worker.close());
    }
    return {
      url: request.databaseUrl,
      tables: shapeOf(stream).tables,
      taken: () => tally.streams().get(stream.name)?.received ?? 0,
      check: () => Promise.resolve(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function openEngine(
  context: VerifyContext,
  { request, warehouse, folder }: { request: SideRequest; warehouse: Warehouse; folder: string },
): Promise<DuckdbEngine> {
  return createDuckdbEngine({
    ...context,
    catalogue: [request.stream],
    warehouse,
    lake: folderLake(path.join(request.folder, 'lake')),
    scratchDir: path.join(folder, 'scratch'),
    horizon: { minutes: context.dedupMinutes, minIds: IDS, maxIds: IDS },
    deadLetterLimit: DEAD_LETTERS,
    expiryDays: null,
    sharing: { writer: `w${randomBytes(5).toString('hex')}`, leadership: warehouse.stand() },
    onError: request.onError,
  });
}
