import path from 'node:path';
import type { CatalogueModule } from '../../engine/duckdb/catalogue-module.ts';
import { createEnrichment } from '../../engine/duckdb/enrichment/enrichment.ts';
import { createBatchProducer } from '../../log/kafka/batch-producer.ts';
import type { KafkaConnection } from '../../log/kafka/connection.ts';
import { type Assignment, type GroupMember, joinGroup } from '../../log/kafka/group.ts';
import { type Compression, createKafkaProducer } from '../../log/kafka/producer.ts';
import { topicName } from '../../log/kafka/topics.ts';
import { scratchFiles } from '../../log/scratch.ts';
import type { Stream } from '../../stream/define.ts';
import type { PartitionWork } from '../follow-partition.ts';
import { enrichPartition } from './partition.ts';
import { createSlots } from './slots.ts';

export interface EnrichmentWorkerOptions {
  readonly connection: KafkaConnection;
  /** Streams whose raw topics are enriched; their topics must exist. */
  readonly catalogue: readonly Stream[];
  readonly catalogueModule: CatalogueModule;
  /** Of this worker alone. */
  readonly scratchDir: string;
  readonly threads: number;
  readonly memoryMiB: number;
  readonly compression: Compression;
  readonly sessionTimeoutMs?: number;
  /** Told of what was written: messages made from a raw partition up to `offset` (exclusive). */
  readonly onWritten?: (progress: {
    readonly stream: string;
    readonly partition: number;
    readonly offset: bigint;
    readonly enriched: number;
    readonly rejected: number;
  }) => void;
  /** Told of what goes wrong; the work is tried again. */
  readonly onError: (error: unknown) => void;
}

/** Slices that are enriched side by side, at most: each takes a share of the memory. */
const MOST_LANES = 4;

/**
 * Threads are given whole slices, as far as memory goes, and do not share one: a slice took two thirds of the
 * processor time with one thread that it took with two, which wait for each other.
 */
function shareOut(threads: number): { lanes: number; threads: number } {
  const lanes = Math.min(MOST_LANES, threads);
  // The thread that asks works too, so a database without further ones has one.
  return { lanes, threads: Math.max(1, threads - lanes + 1) };
}

const SESSION_MS = 10_000;

/** Offsets are stored in the group so often, in milliseconds. */
const COMMIT_EVERY_MS = 500;

/** The consumer group of all enrichment workers of a topic prefix. */
export function enrichmentGroup({ topicPrefix }: KafkaConnection): string {
  return `${topicPrefix}crosscurrent-enrich`;
}

/**
 * Turns raw messages into enriched and rejected ones, until it is closed. Workers with the same prefix share the
 * partitions. Delivery is at least once, see `docs/adr/0029-enrichment-workers.md`.
 */
export async function runEnrichment(options: EnrichmentWorkerOptions): Promise<{ close(): Promise<void> }> {
  const { connection, onError } = options;
  const groupId = enrichmentGroup(connection);
  const streams = new Map(options.catalogue.map(({ name }) => [topicName(connection, name, 'raw'), name]));
  const shares = shareOut(options.threads);
  const enrichment = await createEnrichment({ ...options, ...shares });
  const producer = await createKafkaProducer(connection, options);
  const batches = createBatchProducer(connection);
  const scratch = scratchFiles(path.join(options.scratchDir, 'slices'));
  // While those are enriched, one more is read or written.
  const slots = createSlots(shares.lanes + 1);
  const works = new Map<string, PartitionWork>();
  const unstored = new Map<string, Assignment & { offset: bigint }>();
  let member: GroupMember | null = null;

  const storeOffsets = async (): Promise<void> => {
    if (member === null || unstored.size === 0) return;
    const offsets = [...unstored.values()];
    unstored.clear();
    // What is lost of this is made up for by the next one, and by `findResumption`.
    await member.commit(offsets).catch(onError);
  };
  const storing = setInterval(() => void storeOffsets(), COMMIT_EVERY_MS);

  const begin = (raw: Assignment): void => {
    const stream = streams.get(raw.topic);
    if (stream === undefined) return;
    const work = enrichPartition({
      ...{ connection, groupId, stream, raw, enrichment, producer, batches, scratch, slots, onError },
      compression: options.compression,
      topics: {
        enriched: topicName(connection, stream, 'enriched'),
        rejected: topicName(connection, stream, 'rejected'),
      },
      onWritten(progress) {
        unstored.set(keyOf(raw), { ...raw, offset: progress.offset });
        options.onWritten?.({ stream, partition: raw.partition, ...progress });
      },
    });
    works.set(keyOf(raw), work);
  };
  const end = async (partitions: readonly Assignment[]): Promise<void> => {
    await Promise.all(
      partitions.map(async (raw) => {
        await works.get(keyOf(raw))?.stop();
        works.delete(keyOf(raw));
      }),
    );
    await storeOffsets();
    for (const raw of partitions) unstored.delete(keyOf(raw));
  };

  member = await joinGroup(connection, {
    groupId,
    topics: [...streams.keys()],
    sessionTimeoutMs: options.sessionTimeoutMs ?? SESSION_MS,
    onAssigned: async (partitions) => partitions.forEach(begin),
    onRevoked: end,
    onError,
  });
  return {
    async close() {
      await member?.leave();
      clearInterval(storing);
      await producer.close();
      await batches.close();
      await scratch.close();
      await enrichment.close();
    },
  };
}

function keyOf({ topic, partition }: Assignment): string {
  return `${topic}:${partition}`;
}
