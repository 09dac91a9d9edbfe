import type { Benchmark } from './contract.ts';
import { growth } from './growth.ts';
import { ingest } from './ingest.ts';
import { peers } from './peers.ts';

/** Every benchmark, in the order in which they run. */
export const benchmarks: readonly Benchmark[] = [ingest, growth, peers];
