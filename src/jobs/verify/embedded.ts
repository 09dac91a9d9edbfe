import path from 'node:path';
import { createDuckdbEngine } from '../../engine/duckdb/engine.ts';
import { CrosscurrentError } from '../../event/errors.ts';
import { folderLake } from '../../lake/folder.ts';
import type { Stream } from '../../stream/define.ts';
import type { Connection } from '../../warehouse/connect.ts';
import { startEmbeddedPostgres } from '../../warehouse/embedded/start.ts';
import { openWarehouse } from '../../warehouse/open.ts';
import { ingestJob } from '../ingest.ts';
import type { StreamVerdict, VerifyContext } from './contract.ts';
import type { InputFile } from './input.ts';

/** Ids that are remembered: those of a file are all. */
const IDS = 32_000_000;

const DEAD_LETTERS = 1000;

/** The embedded engine in a folder of its own, as `crosscurrent ingest` has it. */
export interface EmbeddedSide {
  readonly connection: Connection;
  /** Resolves when everything is in the warehouse, distinct counts and sessions included. */
  ingest(stream: Stream, file: InputFile, signal: AbortSignal): Promise<StreamVerdict['outcome']>;
  close(): Promise<void>;
}

export async function openEmbeddedSide(
  context: VerifyContext,
  { catalogue, folder }: { catalogue: readonly Stream[]; folder: string },
): Promise<EmbeddedSide> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const postgres = await startEmbeddedPostgres({
      dataDir: path.join(folder, 'postgres'),
      secretsDir: path.join(folder, 'secrets'),
      onLog: () => undefined,
    });
    closers.push(() => postgres.stop());
    const warehouse = await openWarehouse({ ...context, catalogue, connection: postgres.connection });
    closers.push(() => warehouse.close());
    let trouble: unknown;
    const engine = await createDuckdbEngine({
      ...context,
      catalogue,
      warehouse,
      lake: folderLake(path.join(folder, 'lake')),
      scratchDir: path.join(folder, 'scratch'),
      horizon: { minutes: context.dedupMinutes, minIds: IDS, maxIds: IDS },
      deadLetterLimit: DEAD_LETTERS,
      expiryDays: null,
      onError: (error) => {
        trouble ??= error;
      },
    });
    closers.push(() => engine.close());
    const { clock } = context;
    const ingest = ingestJob({ catalogue, engine, warehouse, clock, sliceDir: path.join(folder, 'slices') });
    return {
      connection: postgres.connection,
      async ingest(stream, file, signal) {
        const { format } = file;
        const args = {
          stream: stream.name,
          inputs: [file.path],
          ...(format === undefined ? {} : { format }),
        };
        await ingest(args, () => undefined, signal);
        if (trouble !== undefined) throw trouble;
        const account = (await warehouse.audit()).streams.find((one) => one.stream === stream.name);
        if (account?.balanced !== true) {
          throw new CrosscurrentError(
            'internal',
            `The embedded engine's accounting of ${stream.name} does not add up.`,
            'This is a bug; nothing was compared.',
          );
        }
        return {
          stored: account.stored,
          duplicate: account.duplicate,
          rejected: account.rejected.total,
        };
      },
      close,
    };
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}
