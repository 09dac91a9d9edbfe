import type { Restore } from '../../engine/flink/gateway/submit.ts';
import type { JobPlan } from '../../engine/flink/job-plan.ts';
import { CrosscurrentError } from '../../event/errors.ts';
import type { StoredDeployment } from '../../warehouse/deployments.ts';
import type { DeploymentContext } from './context.ts';

/** Two Flinks that write the same tables would never be noticed. */
export function requireSameFlink(
  record: StoredDeployment | undefined,
  { flinkUrl }: DeploymentContext,
): void {
  if (record === undefined || record.wanted === 'stopped' || record.flinkUrl === flinkUrl) return;
  throw new CrosscurrentError(
    'bad_configuration',
    `The job of ${record.stream} runs on the Flink at ${record.flinkUrl}, and flink-url is ${flinkUrl}.`,
    `Undeploy it there first: crosscurrent undeploy ${record.stream} --set flink-url=${record.flinkUrl}`,
  );
}

/** What Flink says when it cannot map state to a plan. */
const STATE_REFUSED =
  /checkpoint\/savepoint|savepoint state|cannot be restored|StateMigration|state backend|max parallelism/i;

/** A job that was submitted and does not run, with what becomes of its state. */
export function doesNotRun(plan: JobPlan, why: string, restore: Restore | null): CrosscurrentError {
  const { name } = plan.stream;
  if (restore === null) {
    return new CrosscurrentError(
      'job_failed',
      `The job of ${name} does not run: ${why}`,
      `Mend that and run \`crosscurrent deploy ${name}\` again.`,
    );
  }
  const isRefused = STATE_REFUSED.test(why);
  return new CrosscurrentError(
    'job_failed',
    isRefused
      ? `Flink cannot restore the state of ${name} (${restore.path}): ${why}`
      : `The job of ${name} does not run: ${why} Its state is kept (${restore.path}).`,
    isRefused
      ? `\`crosscurrent deploy ${name} --rebuild\` empties its tables and reads the whole topic; or deploy it as it was, which resumes from that state.`
      : `Mend that and run \`crosscurrent deploy ${name}\` again.`,
  );
}

/** State that says nothing under today's statements. */
export function stateOfNoUse({ stream: { name } }: JobPlan): CrosscurrentError {
  return new CrosscurrentError(
    'unsupported',
    `The figures of ${name} are made by other statements now than its job has: what that has counted is of no use to them. It was left as it is.`,
    `\`crosscurrent deploy ${name} --dry-run\` shows what differs; \`crosscurrent deploy ${name} --rebuild\` empties its tables and reads the whole topic.`,
  );
}
