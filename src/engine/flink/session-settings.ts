import type { Stream } from '../../stream/define.ts';
import type { DeploymentOptions } from './options.ts';
import { textLiteral } from './sql-text.ts';
import type { Statement } from './statement.ts';

/** The settings of the session that submits a stream's job. */
export function sessionSettings(stream: Stream, options: DeploymentOptions): Statement[] {
  const set = (name: string, value: string, why: string): Statement => ({
    why,
    sql: `SET ${textLiteral(name)} = ${textLiteral(value)}`,
  });
  return [
    set('execution.runtime-mode', 'streaming', `The job of the stream ${stream.name}.`),
    set('pipeline.name', `crosscurrent ${stream.name}`, ''),
    set('parallelism.default', String(options.parallelism), ''),
    set('table.local-time-zone', 'UTC', 'Windows are in UTC (W1).'),
    idTime(stream, options, set),
    set('execution.checkpointing.interval', '5 s', 'The sinks write before each checkpoint, at the latest.'),
    set(
      'execution.checkpointing.externalized-checkpoint-retention',
      'RETAIN_ON_CANCELLATION',
      'The newest checkpoint outlives its job, which can be submitted again with it.',
    ),
    ...gathering(stream, set),
    set(
      'table.optimizer.reuse-optimize-block-with-digest-enabled',
      'true',
      'Views that several inserts read are computed once. Else each has its own memory of ids.',
    ),
    set(
      'table.exec.sink.upsert-materialize',
      'NONE',
      'The planner does not see that the start of a window stands for its number, and would keep each row once more.',
    ),
    set('pipeline.object-reuse', 'true', ''),
  ];
}

/**
 * Changes are gathered where nothing is taken back. What is written and taken back between two checkpoints may be in the
 * warehouse when the job is killed there; its replay would take it in and out within one batch, find nothing changed, and
 * leave the row as it was (D2). One by one, each change is written again, the last one last.
 */
function gathering(
  { revisions }: Stream,
  set: (name: string, value: string, why: string) => Statement,
): Statement[] {
  return revisions === undefined
    ? [
        set(
          'table.exec.mini-batch.enabled',
          'true',
          'Changes of a row are gathered, so that the warehouse gets few.',
        ),
        set('table.exec.mini-batch.allow-latency', '500 ms', ''),
        set('table.exec.mini-batch.size', '50000', ''),
        set('table.optimizer.agg-phase-strategy', 'TWO_PHASE', ''),
      ]
    : [
        set(
          'table.exec.mini-batch.enabled',
          'false',
          'What was taken in and back before a crash has to be written once more in the replay: gathered, it would come to nothing.',
        ),
      ];
}

function idTime(
  { revisions }: Stream,
  { dedupMinutes }: DeploymentOptions,
  set: (name: string, value: string, why: string) => Statement,
): Statement {
  return revisions === undefined
    ? set(
        'table.exec.state.ttl',
        `${dedupMinutes} min`,
        'How long an id is remembered (D5). Sums are kept: see their hint.',
      )
    : set(
        'table.exec.state.ttl',
        '0 s',
        'Ids are remembered for ever: an edit or a deletion may come at any time (R1).',
      );
}
