import { parentPort, workerData } from 'node:worker_threads';
import type { SettingsByStream, Stream } from '../../stream/define.ts';
import type { CatalogueModule } from './catalogue-module.ts';
import { derivationsOf, deriveValues } from './derive-values.ts';

/** A worker thread: runs the derivations of one column on lists of distinct values. */
export interface DeriveRequest {
  readonly ticket: number;
  readonly stream: string;
  readonly from: string;
  readonly values: readonly string[];
}

const { url, settings } = workerData as CatalogueModule;
const { createCatalogue } = (await import(url)) as {
  createCatalogue: (settings: SettingsByStream) => readonly Stream[];
};
const streams = new Map(createCatalogue(settings).map((stream) => [stream.name, stream]));

parentPort?.on('message', ({ ticket, stream, from, values }: DeriveRequest) => {
  const found = streams.get(stream);
  const group = found && derivationsOf(found).find((one) => one.from === from);
  if (group === undefined) {
    parentPort?.postMessage({ ticket, error: `no derivation from ${stream}.${from}` });
    return;
  }
  try {
    parentPort?.postMessage({ ticket, ...deriveValues(group.derivations, values) });
  } catch (error) {
    parentPort?.postMessage({ ticket, error: error instanceof Error ? error.message : String(error) });
  }
});
