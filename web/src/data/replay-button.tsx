import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { auditQuery } from '../api/queries.ts';
import { post } from '../api/request.ts';

interface Replayed {
  readonly [outcome: string]: unknown;
}

function outcome(result: Replayed): string {
  const numbers = Object.entries(result).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return numbers.length === 0
    ? 'Replayed.'
    : `${numbers.map(([name, count]) => `${name} ${count}`).join(', ')}.`;
}

/** Sends dead letters of a stream through today's declaration again: one, or all of them. */
export function ReplayButton({ stream, id }: { stream: string; id?: number | string }): ReactNode {
  const client = useQueryClient();
  const replay = useMutation({
    mutationFn: () =>
      post<Replayed>('/api/dead-letters/replay', id === undefined ? { stream } : { stream, ids: [id] }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['dead-letters'] }),
        client.invalidateQueries({ queryKey: auditQuery.queryKey }),
      ]),
  });
  const label = id === undefined ? `Replay all of ${stream}` : 'Replay this line';
  return (
    <span className="replay">
      <button
        type="button"
        className="button small"
        disabled={replay.isPending}
        onClick={() => replay.mutate()}
      >
        {replay.isPending ? 'Replaying' : label}
      </button>
      <span role="status" className="muted">
        {replay.error !== null
          ? `${replay.error.message} The letters are kept.`
          : replay.data
            ? outcome(replay.data)
            : ''}
      </span>
    </span>
  );
}
