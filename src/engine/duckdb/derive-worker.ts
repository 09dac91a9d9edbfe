import { parentPort, workerData } from 'node:worker_threads';
import type { SettingsByStream, Stream } from '../../stream/define.ts';
import type { CatalogueModule } from './catalogue-module.ts';
import { deriveValues } from './derive-values.ts';

/** A worker thread: runs derivations on lists of distinct values. */
export interface DeriveRequest {
  readonly ticket: number;
  readonly stream: string;
  readonly derivation: string;
  readonly values: readonly string[];
}

const { url, settings } = workerData as CatalogueModule;
const { createCatalogue } = (await import(url)) as {
  createCatalogue: (settings: SettingsByStream) => readonly Stream[];
};
const streams = new Map(createCatalogue(settings).map((stream) => [stream.name, stream]));

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
