import { campaigns } from './campaigns.ts';
import { cluster } from './cluster.ts';
import { collector } from './collector.ts';
import type { Benchmark } from './contract.ts';
import { enrichTopic } from './enrich-topic.ts';
import { enrichment } from './enrichment.ts';
import { growth } from './growth.ts';
import { ingest } from './ingest.ts';
import { latency } from './latency.ts';
import { matching } from './matching.ts';
import { peers } from './peers.ts';
import { posts } from './posts.ts';
import { reports } from './reports.ts';
import { restart } from './restart.ts';
import { revisions } from './revisions.ts';
import { stages } from './stages.ts';
import { workers } from './workers.ts';

/** Every benchmark, in the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  ingest,
  growth,
  peers,
  collector,
  latency,
  reports,
  restart,
  stages,
  posts,
  campaigns,
  enrichment,
  enrichTopic,
  workers,
  cluster,
  matching,
  revisions,
];
