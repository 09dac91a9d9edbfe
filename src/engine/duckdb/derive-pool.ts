import { Worker } from 'node:worker_threads';
import type { Stream } from '../../stream/define.ts';
import type { CatalogueModule } from './catalogue-module.ts';
import { type DerivedColumns, deriveValues } from './derive-values.ts';

/** Below this many values the way to a worker and back costs more than it saves. */
const INLINE_VALUES = 256;

/** Values sent to a worker at once. */
const CHUNK_VALUES = 4096;

interface Waiting {
  readonly resolve: (columns: DerivedColumns) => void;
  readonly reject: (error: Error) => void;
}

export interface DerivePool {
  run(stream: Stream, derivation: string, values: readonly string[]): Promise<DerivedColumns>;
  close(): Promise<void>;
}

/** Worker threads that run derivations, with the declarations that they import themselves. */
export function createDerivePool(catalogue: CatalogueModule, size: number): DerivePool {
  const waiting = new Map<number, Waiting>();
  let ticket = 0;
  let next = 0;
  const workers: Worker[] = [];

  const startWorker = (): Worker => {
    const worker = new Worker(new URL('./derive-worker.ts', import.meta.url), { workerData: catalogue });
    worker.unref();
    worker.on('message', (message: { ticket: number; columns?: DerivedColumns; error?: string }) => {
      const entry = waiting.get(message.ticket);
      waiting.delete(message.ticket);
      if (message.columns !== undefined) entry?.resolve(message.columns);
      else entry?.reject(new Error(message.error ?? 'a derivation failed'));
    });
    worker.on('error', (error) => {
      for (const entry of waiting.values()) entry.reject(error);
      waiting.clear();
      workers.splice(workers.indexOf(worker), 1);
    });
    return worker;
  };

  const ask = (stream: string, derivation: string, values: readonly string[]): Promise<DerivedColumns> => {
    if (workers.length < size) workers.push(startWorker());
    next = (next + 1) % workers.length;
    ticket += 1;
    const mine = ticket;
    return new Promise((resolve, reject) => {
      waiting.set(mine, { resolve, reject });
      workers[next]?.postMessage({ ticket: mine, stream, derivation, values });
    });
  };

  return {
    async run(stream, derivation, values) {
      const spec = stream.derived[derivation];
      if (spec === undefined) throw new Error(`no derivation ${stream.name}.${derivation}`);
      if (values.length <= INLINE_VALUES) return deriveValues(spec, values);
      const chunks: Promise<DerivedColumns>[] = [];
      for (let at = 0; at < values.length; at += CHUNK_VALUES) {
        chunks.push(ask(stream.name, derivation, values.slice(at, at + CHUNK_VALUES)));
      }
      return concatenate(Object.keys(spec.gives), await Promise.all(chunks));
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function concatenate(names: readonly string[], parts: readonly DerivedColumns[]): DerivedColumns {
  return Object.fromEntries(names.map((name) => [name, parts.flatMap((part) => part[name] ?? [])]));
}
