import { parentPort, workerData } from 'node:worker_threads';
import type { Stream } from '../../stream/define.ts';
import { deriveValues } from './derive-values.ts';

/** A worker thread: runs derivations on lists of distinct values. */
export interface DeriveRequest {
  readonly ticket: number;
  readonly stream: string;
  readonly derivation: string;
  readonly values: readonly string[];
}

const { catalogueUrl } = workerData as { catalogueUrl: string };
const { catalogue } = (await import(catalogueUrl)) as { catalogue: readonly Stream[] };
const streams = new Map(catalogue.map((stream) => [stream.name, stream]));

parentPort?.on('message', ({ ticket, stream, derivation, values }: DeriveRequest) => {
  const found = streams.get(stream)?.derived[derivation];
  if (found === undefined) {
    parentPort?.postMessage({ ticket, error: `no derivation ${stream}.${derivation}` });
    return;
  }
  try {
    parentPort?.postMessage({ ticket, columns: deriveValues(found, values) });
  } catch (error) {
    parentPort?.postMessage({ ticket, error: error instanceof Error ? error.message : String(error) });
  }
});
