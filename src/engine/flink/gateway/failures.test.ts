import { describe, expect, it } from 'vitest';
import { explainStack } from './causes.ts';
import { restartsOf, tellingFailure, tellingWords } from './failures.ts';

// As Flink 1.20 has them in the history of a job; frames shortened.
const LOST = `org.apache.flink.runtime.jobmaster.JobMasterException: TaskManager with id taskmanager-mwty1nkl is no longer reachable.
\tat org.apache.flink.runtime.jobmaster.JobMaster$TaskManagerHeartbeatListener.notifyTargetUnreachable(JobMaster.java:1523)`;

const NO_SLOTS = `java.util.concurrent.CompletionException: java.util.concurrent.CompletionException: org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException: Could not acquire the minimum required resources.
\tat java.base/java.util.concurrent.CompletableFuture.encodeThrowable(CompletableFuture.java:331)
Caused by: java.util.concurrent.CompletionException: org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException: Could not acquire the minimum required resources.
\t... 38 more
Caused by: org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException: Could not acquire the minimum required resources.`;

const CLOSED = `org.apache.flink.runtime.io.network.netty.exception.RemoteTransportException: Connection unexpectedly closed by remote task manager 'localhost/127.0.0.1:40271 [ tm-1 ] '. This might indicate that the remote task manager was lost.
\tat org.apache.flink.runtime.io.network.netty.CreditBasedPartitionRequestClientHandler.channelInactive(CreditBasedPartitionRequestClientHandler.java:134)`;

const GONE = `java.lang.RuntimeException: One or more fetchers have encountered exception
\tat org.apache.flink.connector.base.source.reader.fetcher.SplitFetcherManager.checkErrors(SplitFetcherManager.java:333)
Caused by: java.lang.RuntimeException: SplitFetcher thread 0 received unexpected exception while polling the records
\t... 1 more
Caused by: org.apache.kafka.clients.consumer.OffsetOutOfRangeException: Fetch position FetchPosition{offset=477, offsetEpoch=Optional.empty, currentLeader=LeaderAndEpoch{leader=Optional[127.0.0.1:26779 (id: 1 rack: null)], epoch=0}} is out of range for partition visits.enriched-2
\t... 6 more`;

const ACCOUNT = `java.io.IOException: unable to open JDBC writer
Caused by: org.postgresql.util.PSQLException: FATAL: password authentication failed for user "nobody"`;

const at = (seconds: number, stack: string) => ({ at: seconds * 1000, words: explainStack(stack) });

const outOfRange = expect.stringMatching(/offset=477.* is out of range/);

describe('the failure that tells why a job does not run', () => {
  it('is the newest', () => {
    expect(tellingFailure([at(20, GONE), at(10, ACCOUNT)])?.words).toEqual(outOfRange);
    expect(tellingFailure([at(20, ACCOUNT), at(10, GONE)])?.words).toContain(
      'password authentication failed',
    );
  });

  it('is not one that only follows from it', () => {
    for (const follower of [LOST, NO_SLOTS, CLOSED]) {
      expect(tellingFailure([at(20, follower), at(15, follower), at(10, GONE)])?.words).toEqual(outOfRange);
    }
  });

  it('is no other one of long ago', () => {
    expect(tellingFailure([at(200, LOST), at(10, GONE)])?.words).toContain('no longer reachable');
  });

  it('is the newest where all of them follow', () => {
    expect(tellingFailure([at(20, NO_SLOTS), at(19, LOST)])?.words).toContain('minimum required resources');
    expect(tellingFailure([])).toBeUndefined();
  });
});

describe('of tasks that failed at once', () => {
  it('the one that has a cause of its own is told', () => {
    expect(tellingWords([explainStack(CLOSED), explainStack(GONE)])).toEqual(outOfRange);
    expect(tellingWords([explainStack(LOST)])).toContain('no longer reachable');
    expect(tellingWords(['', explainStack(LOST)])).toContain('no longer reachable');
    expect(tellingWords([])).toBe('');
  });
});

describe('how often a job was restarted', () => {
  it('is what the history says while the metric is of an earlier look, or not known', () => {
    expect(restartsOf({ counted: 0, failures: 2, state: 'RUNNING' })).toBe(2);
    expect(restartsOf({ counted: null, failures: 1, state: 'RESTARTING' })).toBe(1);
    expect(restartsOf({ counted: null, failures: 0, state: 'RUNNING' })).toBe(0);
  });

  it('is what the metric says of more than the history holds', () => {
    expect(restartsOf({ counted: 40, failures: 16, state: 'RUNNING' })).toBe(40);
  });

  it('leaves out the failure that ended it', () => {
    expect(restartsOf({ counted: 0, failures: 1, state: 'FAILED' })).toBe(0);
    expect(restartsOf({ counted: 2, failures: 3, state: 'FAILED' })).toBe(2);
    expect(restartsOf({ counted: null, failures: 0, state: 'FAILED' })).toBe(0);
  });
});
