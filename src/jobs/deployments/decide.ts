import type { JobState } from '../../engine/flink/gateway/job-manager.ts';
import type { JobPlan } from '../../engine/flink/job-plan.ts';
import type { StoredDeployment } from '../../warehouse/deployments.ts';

/**
 * What a deployment of a stream comes to.
 *
 * ```
 * record      job        figures   plan      step
 * none        -          -         -         begin     from the beginning of the topic
 * running     alive      same      same      keep
 * running     alive      same      other     exchange  stop with savepoint, resume from it
 * running     gone       same      any       revive    from its newest checkpoint
 * stopped     -          same      any       resume    from its savepoint; without one, begin
 * any         any        other     any       refuse    state is of no use: --rebuild
 * any, with --rebuild                        rebuild   empty the tables, begin
 * ```
 */
export type Step =
  | { readonly kind: 'begin' | 'keep' | 'exchange' | 'revive' | 'rebuild' }
  | { readonly kind: 'resume'; readonly savepoint: string }
  | { readonly kind: 'refuse' };

export interface Situation {
  readonly record: StoredDeployment | undefined;
  /** The record's job; null when the JobManager does not know it. */
  readonly job: JobState | null;
  readonly plan: Pick<JobPlan, 'checksum' | 'figuresChecksum'>;
  readonly rebuild: boolean;
}

export function decide({ record, job, plan, rebuild }: Situation): Step {
  if (rebuild) return { kind: 'rebuild' };
  if (record === undefined) return { kind: 'begin' };
  const isAlive = job !== null && !job.ended;
  if (record.wanted === 'stopped' && record.savepoint === null && !isAlive) return { kind: 'begin' };
  if (record.figuresChecksum !== plan.figuresChecksum) return { kind: 'refuse' };
  if (isAlive) return { kind: record.planChecksum === plan.checksum ? 'keep' : 'exchange' };
  if (record.wanted === 'running') return { kind: 'revive' };
  return record.savepoint === null ? { kind: 'begin' } : { kind: 'resume', savepoint: record.savepoint };
}
