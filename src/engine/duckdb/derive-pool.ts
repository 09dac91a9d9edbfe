import { Worker } from 'node:worker_threads';
import type { Stream } from '../../stream/define.ts';
import type { DerivationCost } from '../contract.ts';
import type { CatalogueModule } from './catalogue-module.ts';
import { type DerivedColumns, type DerivedFrom, type DerivedIn, deriveValues } from './derive-values.ts';

/** Below this many values the way to a worker and back costs more than it saves. */
const INLINE_VALUES = 256;

/** Values sent to a worker at once. */
const CHUNK_VALUES = 4096;

interface Derived {
  readonly columns: DerivedColumns;
  readonly spent: DerivedIn;
}

interface Waiting {
  readonly resolve: (derived: Derived) => void;
  readonly reject: (error: Error) => void;
}

export interface DerivePool {
  /** Runs all derivations of a column over distinct values. */
  run(stream: Stream, group: DerivedFrom, values: readonly string[]): Promise<DerivedColumns>;
  /** Of a stream's derivations, by name. */
  costs(stream: string): Readonly<Record<string, DerivationCost>>;
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
    worker.on('message', (message: { ticket: number; error?: string } & Partial<Derived>) => {
      const entry = waiting.get(message.ticket);
      waiting.delete(message.ticket);
      const { columns, spent } = message;
      if (columns !== undefined && spent !== undefined) entry?.resolve({ columns, spent });
      else entry?.reject(new Error(message.error ?? 'a derivation failed'));
    });
    worker.on('error', (error) => {
      for (const entry of waiting.values()) entry.reject(error);
      waiting.clear();
      workers.splice(workers.indexOf(worker), 1);
    });
    return worker;
  };

  const ask = (stream: string, from: string, values: readonly string[]): Promise<Derived> => {
    if (workers.length < size) workers.push(startWorker());
    next = (next + 1) % workers.length;
    ticket += 1;
    const mine = ticket;
    return new Promise((resolve, reject) => {
      waiting.set(mine, { resolve, reject });
      workers[next]?.postMessage({ ticket: mine, stream, from, values });
    });
  };

  const costs: Record<string, Record<string, DerivationCost>> = {};
  const note = (stream: string, values: number, spent: DerivedIn): void => {
    const own = costs[stream] ?? {};
    costs[stream] = own;
    for (const [name, milliseconds] of Object.entries(spent)) {
      const before = own[name] ?? { values: 0, milliseconds: 0 };
      own[name] = { values: before.values + values, milliseconds: before.milliseconds + milliseconds };
    }
  };

  return {
    async run(stream, group, values) {
      if (values.length <= INLINE_VALUES) {
        const { columns, spent } = deriveValues(group.derivations, values);
        note(stream.name, values.length, spent);
        return columns;
      }
      const chunks: Promise<Derived>[] = [];
      for (let at = 0; at < values.length; at += CHUNK_VALUES) {
        chunks.push(ask(stream.name, group.from, values.slice(at, at + CHUNK_VALUES)));
      }
      const parts = await Promise.all(chunks);
      parts.forEach((part, index) => {
        note(stream.name, Math.min(CHUNK_VALUES, values.length - index * CHUNK_VALUES), part.spent);
      });
      return concatenate(
        Object.keys(group.gives),
        parts.map(({ columns }) => columns),
      );
    },
    costs: (stream) => costs[stream] ?? {},
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function concatenate(names: readonly string[], parts: readonly DerivedColumns[]): DerivedColumns {
  return Object.fromEntries(names.map((name) => [name, parts.flatMap((part) => part[name] ?? [])]));
}
