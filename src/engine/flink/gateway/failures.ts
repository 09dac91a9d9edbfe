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

/**
 * How often a job was restarted. Flink's metric is fetched in the background: the first answer to whoever asks is what was
 * known when somebody last did, however long ago. The history of failures is of now, and of the last 16 alone. Both only
 * grow, so the larger one is nearer to the truth.
 * @param counted the metric; null when it is not known yet
 * @param failures in the history
 */
export function restartsOf({
  counted,
  failures,
  state,
}: {
  readonly counted: number | null;
  readonly failures: number;
  readonly state: string;
}): number {
  // Behind the failure that ended it there was no restart.
  const survived = ['FAILED', 'FAILING'].includes(state) ? failures - 1 : failures;
  return Math.max(counted ?? 0, survived, 0);
}
