import type { Engine } from '../../engine/contract.ts';
import type { KafkaConnection } from '../../log/kafka/connection.ts';
import { type Assignment, type GroupMember, joinGroup } from '../../log/kafka/group.ts';
import { topicName } from '../../log/kafka/topics.ts';
import type { ScratchFiles } from '../../log/scratch.ts';
import type { Warehouse } from '../../warehouse/contract.ts';
import { createSlots, type Slots } from '../enrichment/slots.ts';
import type { PartitionWork } from '../follow-partition.ts';
import { type RawPartition, sourceOf, tailPartition } from './partition-tail.ts';
import type { Tally } from './tally.ts';

/** An engine that knows which sources are its own. */
type SharingEngine = Pick<Engine, 'submit'> & { letGo(stream: string, source: string): void };

export interface WorkerOptions {
  readonly connection: KafkaConnection;
  /** Streams whose raw topics are read; they must exist. */
  readonly streams: readonly string[];
  readonly engine: SharingEngine;
  readonly warehouse: Pick<Warehouse, 'offset'>;
  readonly scratch: ScratchFiles;
  /** Filled here. */
  readonly tally: Tally;
  readonly sessionTimeoutMs?: number;
  /** Told of partitions that come and go, and of offsets that another process has moved. */
  readonly onEvent?: (event: WorkerEvent) => void;
  /** Told of what goes wrong; the work is tried again. */
  readonly onError: (error: unknown) => void;
}

export type WorkerEvent =
  | {
      readonly event: 'assigned' | 'revoked';
      readonly stream: string;
      readonly partitions: readonly number[];
    }
  | { readonly event: 'overtaken'; readonly stream: string; readonly partition: number };

export interface Worker {
  /** Takes nothing up any more, waits for what is under way, and gives its partitions to others. */
  close(): Promise<void>;
}

/** Slices under way at once, of all partitions and streams: each takes some tens of megabytes. */
const SLOTS = 4;

const SESSION_MS = 10_000;

/** Offsets are stored in the group so often, for whoever watches its lag, in milliseconds. */
const STORE_EVERY_MS = 1_000;

/** The consumer group of all workers of a stream. */
export function workerGroup({ topicPrefix }: KafkaConnection, stream: string): string {
  return `${topicPrefix}crosscurrent-${stream}`;
}

/**
 * Takes partitions of raw topics into the warehouse, until it is closed. Workers with the same prefix share the partitions
 * of each stream; where one got to is in the warehouse, and that its successor begins there is made sure by the commit
 * itself, see `docs/adr/0027-several-workers.md`.
 */
export async function runWorker(options: WorkerOptions): Promise<Worker> {
  const slots = createSlots(SLOTS);
  const members: Member[] = [];
  try {
    for (const stream of options.streams) members.push(await joinFor(options, { stream, slots }));
  } catch (error) {
    await Promise.all(members.map((member) => member.leave()));
    throw error;
  }
  return {
    async close() {
      await Promise.all(members.map((member) => member.leave()));
    },
  };
}

interface Member {
  leave(): Promise<void>;
}

async function joinFor(
  options: WorkerOptions,
  { stream, slots }: { stream: string; slots: Slots },
): Promise<Member> {
  const { connection, engine, tally, onError } = options;
  const topic = topicName(connection, stream, 'raw');
  const tails = new Map<number, PartitionWork>();
  const unstored = new Map<number, Assignment & { offset: bigint }>();
  let member: GroupMember | null = null;

  const storeOffsets = async (): Promise<void> => {
    if (member === null || unstored.size === 0) return;
    const offsets = [...unstored.values()];
    unstored.clear();
    // Only for those who watch: what counts is the offset in the warehouse.
    await member.commit(offsets).catch(() => undefined);
  };
  const storing = setInterval(() => void storeOffsets(), STORE_EVERY_MS);

  const begin = (raw: RawPartition): void => {
    const { partition } = raw;
    tally.begin(raw);
    const tail = tailPartition({
      ...options,
      raw,
      slots,
      onBegun: (offset) => tally.at(raw, offset),
      onCommitted({ offset, outcome }) {
        unstored.set(partition, { topic, partition, offset });
        tally.add(raw, offset, outcome);
      },
      onOvertaken() {
        tally.overtaken(raw);
        options.onEvent?.({ event: 'overtaken', stream, partition });
      },
    });
    tails.set(partition, tail);
  };
  const end = async (partition: number): Promise<void> => {
    await tails.get(partition)?.stop();
    tails.delete(partition);
    engine.letGo(stream, sourceOf(partition));
    tally.end({ stream, topic, partition });
  };
  const told = (event: 'assigned' | 'revoked', partitions: readonly Assignment[]): readonly number[] => {
    const numbers = partitions.map(({ partition }) => partition).sort((a, b) => a - b);
    options.onEvent?.({ event, stream, partitions: numbers });
    return numbers;
  };

  member = await joinGroup(connection, {
    groupId: workerGroup(connection, stream),
    topics: [topic],
    sessionTimeoutMs: options.sessionTimeoutMs ?? SESSION_MS,
    async onAssigned(partitions) {
      for (const partition of told('assigned', partitions)) begin({ stream, topic, partition });
    },
    async onRevoked(partitions) {
      await Promise.all(told('revoked', partitions).map(end));
      await storeOffsets();
    },
    onError,
  });
  return {
    async leave() {
      await member?.leave();
      clearInterval(storing);
    },
  };
}
