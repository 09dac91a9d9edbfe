/** A failure of a job, after which it was restarted or ended. */
export interface JobFailure {
  /** Epoch milliseconds, by the clock of the JobManager. */
  readonly at: number | null;
  /** Its causes in words. */
  readonly words: string;
}

/**
 * What only says that something else has failed: a TaskManager that is gone or was left, and what misses its results,
 * its slots or its part of a checkpoint.
 */
const FOLLOWS = [
  /\bHeartbeat of (TaskManager|JobManager) .* timed out/i,
  /\bTaskManager with id .* is no longer reachable/i,
  /\b(Connection unexpectedly closed by|Lost connection to|Sending the partition request to) .*task manager/i,
  /\b(TaskManager|TaskExecutor|JobManager)\b.*\b(disconnected|shutting down|was lost)\b/i,
  /^Disconnect from JobManager/i,
  /^Partition \S+ (of .* )?not found/i,
  /Could not acquire the minimum required resources|Slot request bulk is not fulfillable/i,
  /Exceeded checkpoint tolerable failure threshold|^Checkpoint .* (expired|declined)/i,
  /An OperatorEvent from an OperatorCoordinator to a task was lost/i,
  /^(Task has been cancelled|Task .* (was|has been) cancell?ed|CancelTaskException)/i,
];

/** Failures so close to each other may have one cause, in milliseconds. */
const TOGETHER_MS = 60_000;

function isTelling(words: string): boolean {
  return words !== '' && !FOLLOWS.some((follower) => follower.test(words));
}

/** Of several texts for one failure, the root first: the first that says what failed, else the first. */
export function tellingWords(texts: readonly string[]): string {
  return texts.find(isTelling) ?? texts.find((words) => words !== '') ?? '';
}

/**
 * The failure that tells why a job does not run: the newest, unless that only follows from one shortly before it.
 * @param failures newest first
 */
export function tellingFailure(failures: readonly JobFailure[]): JobFailure | undefined {
  const [newest] = failures;
  const newestAt = newest?.at ?? 0;
  return failures.find(({ at, words }) => newestAt - (at ?? 0) <= TOGETHER_MS && isTelling(words)) ?? newest;
}
