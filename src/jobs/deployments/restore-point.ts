import type { JobManager } from '../../engine/flink/gateway/job-manager.ts';
import { checkpointFolderOf, newestCheckpoint } from '../../engine/flink/gateway/retained-checkpoints.ts';
import type { Restore } from '../../engine/flink/gateway/submit.ts';
import { CrosscurrentError } from '../../event/errors.ts';
import type { StoredDeployment } from '../../warehouse/deployments.ts';

export interface RestoreSearch {
  readonly record: StoredDeployment;
  readonly jobs: JobManager;
  /** Where the checkpoints are seen from here, when it is not where Flink sees them. */
  readonly checkpointDir: string | undefined;
}

/**
 * Where a job that is gone goes on: at what the JobManager still knows of it, at the newest checkpoint in its folder, or
 * at what it had begun with. Null: it began with nothing and never had a checkpoint.
 * @throws CrosscurrentError job_failed when nobody can tell
 */
export async function findRestorePoint({
  record,
  jobs,
  checkpointDir,
}: RestoreSearch): Promise<Restore | null> {
  const began = record.restoredFrom === null ? null : { path: record.restoredFrom, claim: false };
  if (record.jobId === null) return began;
  const known = await jobs.checkpoints(record.jobId);
  if (known !== null) {
    const latest = [known.latest, known.savepoint]
      .filter((one) => one !== null)
      .toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0))[0];
    if (latest?.path != null) return { path: latest.path, claim: latest === known.latest };
    return began;
  }
  const folder = checkpointDir ?? record.checkpointFolder ?? checkpointFolderOf(await jobs.settings());
  const found = folder === null ? null : await newestCheckpoint(folder, record.jobId);
  if (typeof found === 'string') return { path: asFlinkSees(found, record, checkpointDir), claim: true };
  if (record.newestCheckpoint !== null) return { path: record.newestCheckpoint, claim: true };
  if (found === null) return began;
  throw new CrosscurrentError(
    'job_failed',
    `The job of ${record.stream} is gone with its JobManager, and its checkpoints in ${folder} cannot be looked into from here.`,
    'Name the folder as it is seen from here with --checkpoint-dir, or begin anew with --rebuild.',
  );
}

/** A checkpoint that was found where its folder is mounted here has another address for Flink. */
function asFlinkSees(found: string, record: StoredDeployment, checkpointDir: string | undefined): string {
  if (checkpointDir === undefined || record.checkpointFolder === null) return found;
  const below = found.slice(found.lastIndexOf(`/${record.jobId}/`));
  return `${record.checkpointFolder.replace(/\/+$/, '')}${below}`;
}
