import type { Consumer } from '@platformatic/kafka';
import { clientOptions, type KafkaConnection } from './connection.ts';
import { kafkaFailure } from './failure.ts';
import { kafkaLibrary } from './library.ts';

export interface Assignment {
  readonly topic: string;
  readonly partition: number;
}

export interface GroupMember {
  /** Changes when the group had forgotten this member and it joined again. */
  readonly memberId: string;
  /** Stores offsets in the group, for whoever watches its lag. */
  commit(offsets: readonly (Assignment & { offset: bigint })[]): Promise<void>;
  /** Gives its partitions back (`onRevoked` is awaited) and leaves, so that others take them at once. */
  leave(): Promise<void>;
}

export interface GroupOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  /** After so long without a heartbeat the group gives a member's partitions to others. */
  readonly sessionTimeoutMs: number;
  /** How long `onRevoked` may take; then the group goes on all the same. Two thirds of the session when not given. */
  readonly revokeTimeoutMs?: number;
  /** Called one after the other, never at once; so is `onRevoked`. */
  readonly onAssigned: (partitions: readonly Assignment[]) => Promise<void>;
  readonly onRevoked: (partitions: readonly Assignment[]) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Pause before a member that fell out joins again, in milliseconds. */
const REJOIN_MS = 1000;

/** Attempts at each request to the group's coordinator. */
const RETRIES = 5;

/** The group waits so many times the session for all its members to join again. */
const REBALANCE_PER_SESSION = 3;

/**
 * Joins a consumer group (classic protocol, cooperative and sticky: partitions that stay with a member are not taken
 * from it during a rebalance). Resolves when the group has said which partitions are ours, `onAssigned` included.
 *
 * While Kafka cannot be reached it tries again for ever and says so to `onError`; partitions are held meanwhile. The
 * group is no fence: a member that was given up may go on for a moment beside its successor.
 */
export async function joinGroup(connection: KafkaConnection, options: GroupOptions): Promise<GroupMember> {
  const revokeMs = options.revokeTimeoutMs ?? Math.ceil((options.sessionTimeoutMs * 2) / 3);
  const consumer = new (kafkaLibrary().Consumer)({
    ...clientOptions(connection, RETRIES),
    groupId: options.groupId,
    sessionTimeout: options.sessionTimeoutMs,
    rebalanceTimeout: options.sessionTimeoutMs * REBALANCE_PER_SESSION,
    heartbeatInterval: Math.max(100, Math.floor(options.sessionTimeoutMs / 10)),
    heartbeatStallTimeout: options.sessionTimeoutMs,
    protocols: [{ name: 'cooperative-sticky', version: 1 }],
    // Asked for before each request to join: what the group took from us in the last round is given back first.
    protocolsMetadata: async () => {
      await inTime(settle(assignedTo(consumer)), revokeMs);
      return Buffer.alloc(0);
    },
  });
  consumer.topics.trackAll(...options.topics);

  const held = new Map<string, Assignment>();
  let settling: Promise<void> = Promise.resolve();
  let left = false;
  let joining: Promise<void> | null = null;

  /** Gives back what is held and not in `kept`. Errors of the callback are told, not thrown. */
  const settle = (kept: ReadonlyMap<string, Assignment>): Promise<void> =>
    after(async () => {
      const gone = [...held].filter(([key]) => !kept.has(key));
      for (const [key] of gone) held.delete(key);
      if (gone.length > 0) await options.onRevoked(gone.map(([, partition]) => partition));
    });

  const take = (given: ReadonlyMap<string, Assignment>): Promise<void> =>
    after(async () => {
      const added = [...given].filter(([key]) => !held.has(key));
      for (const [key, partition] of added) held.set(key, partition);
      if (added.length > 0) await options.onAssigned(added.map(([, partition]) => partition));
    });

  const after = (work: () => Promise<void>): Promise<void> => {
    settling = settling.then(work).catch(options.onError);
    return settling;
  };

  const join = (): Promise<void> => {
    joining ??= joinUntilIn().finally(() => {
      joining = null;
    });
    return joining;
  };

  const joinUntilIn = async (): Promise<void> => {
    while (!left) {
      try {
        await consumer.joinGroup({});
        return;
      } catch (error) {
        if (left) return;
        options.onError(kafkaFailure(error, connection, `let us join the group ${options.groupId}`));
        await pause(REJOIN_MS);
      }
    }
  };

  consumer.on('consumer:group:join', () => {
    const given = assignedTo(consumer);
    void settle(given);
    if (!left) void take(given);
  });
  // The client gives up on errors that are not the group's own; without a heartbeat others would take our partitions.
  const fellOut = (error: unknown): void => {
    if (left) return;
    options.onError(kafkaFailure(error, connection, `keep us in the group ${options.groupId}`));
    void pause(REJOIN_MS).then(join);
  };
  consumer.on('error', fellOut);
  consumer.on('consumer:heartbeat:stalled', ({ lastError }) =>
    fellOut(lastError ?? new Error('no heartbeat was answered')),
  );

  await join();
  await settling;
  return {
    get memberId() {
      return consumer.memberId ?? '';
    },
    async commit(offsets) {
      if (offsets.length === 0) return;
      try {
        await consumer.commit({ offsets: offsets.map((offset) => ({ ...offset, leaderEpoch: -1 })) });
      } catch (error) {
        throw kafkaFailure(error, connection, `store offsets of the group ${options.groupId}`);
      }
    },
    async leave() {
      if (left) return;
      left = true;
      await settle(new Map());
      const leaving = Promise.resolve(consumer.leaveGroup(true)).catch(() => undefined);
      await inTime(leaving, LEAVE_MS);
      await consumer.close(true).catch(() => undefined);
    },
  };
}

/** A coordinator that does not answer is not waited for longer, in milliseconds. */
const LEAVE_MS = 3000;

function assignedTo(consumer: Consumer): ReadonlyMap<string, Assignment> {
  const partitions = (consumer.assignments ?? []).flatMap(({ topic, partitions }) =>
    partitions.map((partition) => ({ topic, partition })),
  );
  return new Map(partitions.map((partition) => [`${partition.topic}:${partition.partition}`, partition]));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits for `work`, but no longer than `ms`. */
async function inTime(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
