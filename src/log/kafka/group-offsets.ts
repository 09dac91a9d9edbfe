import type { KafkaConnection } from './connection.ts';
import type { Assignment } from './group.ts';
import { withAdmin } from './topics.ts';

/**
 * Where a consumer group goes on in these partitions; partitions of which it has stored nothing are not in the answer.
 * Fails with `log_unavailable` or `bad_configuration`.
 */
export function groupOffsets(
  connection: KafkaConnection,
  groupId: string,
  partitions: readonly Assignment[],
): Promise<readonly (Assignment & { readonly offset: bigint })[]> {
  return withAdmin(connection, `tell the offsets of the group ${groupId}`, async (admin) => {
    const topics = [...Map.groupBy(partitions, ({ topic }) => topic)].map(([name, own]) => ({
      name,
      partitionIndexes: own.map(({ partition }) => partition),
    }));
    const [group] = await admin.listConsumerGroupOffsets({ groups: [{ groupId, topics }] });
    return (group?.topics ?? []).flatMap(({ name, partitions: found }) =>
      found.flatMap(({ partitionIndex, committedOffset }) =>
        committedOffset < 0n ? [] : [{ topic: name, partition: partitionIndex, offset: committedOffset }],
      ),
    );
  });
}

/** Removes groups of which nobody is a member any more, with their offsets. */
export async function deleteGroups(connection: KafkaConnection, groups: readonly string[]): Promise<void> {
  await withAdmin(connection, `delete the groups ${groups.join(', ')}`, (admin) =>
    admin.deleteGroups({ groups: [...groups] }),
  );
}
