import { describe, expect, it } from 'vitest';
import { explainStack } from './causes.ts';

/** As the SQL Gateway 1.20 answers a query of a table that is not there; frames shortened. */
const VALIDATION = `Internal server error.
<Exception on server side:
org.apache.flink.table.gateway.api.utils.SqlGatewayException: org.apache.flink.table.gateway.api.utils.SqlGatewayException: Failed to fetchResults.
\tat org.apache.flink.table.gateway.rest.handler.statement.FetchResultsHandler.handleRequest(FetchResultsHandler.java:91)
\tat java.base/java.util.Optional.ifPresent(Optional.java:178)
Caused by: org.apache.flink.table.gateway.api.utils.SqlGatewayException: Failed to fetchResults.
\t... 48 more
Caused by: org.apache.flink.table.gateway.service.utils.SqlExecutionException: Failed to execute the operation 58d87f42-8e2f-4846-b54a-65be4c6f6466.
\t... 1 more
Caused by: org.apache.flink.table.api.ValidationException: SQL validation failed. From line 1, column 15 to line 1, column 20: Object 'nosuch' not found
\t... 7 more
Caused by: org.apache.calcite.runtime.CalciteContextException: From line 1, column 15 to line 1, column 20: Object 'nosuch' not found
\t... 15 more
Caused by: org.apache.calcite.sql.validate.SqlValidatorException: Object 'nosuch' not found
\t... 34 more

End of exception on server side>`;

const DUPLICATE = `Caused by: org.apache.flink.util.FlinkException: Failed to execute job 'x y'.
\t... 15 more
Caused by: org.apache.flink.runtime.client.JobSubmissionException: Failed to submit JobGraph.
\t... 3 more
Caused by: org.apache.flink.runtime.rest.util.RestClientException: [Internal server error., <Exception on server side:
org.apache.flink.runtime.client.DuplicateJobSubmissionException: Job has already been submitted.
\tat org.apache.flink.runtime.client.DuplicateJobSubmissionException.of(DuplicateJobSubmissionException.java:30)

End of exception on server side>]
\t... 4 more`;

const JDBC = `java.io.IOException: unable to open JDBC writer
\tat org.apache.flink.connector.jdbc.internal.JdbcOutputFormat.open(JdbcOutputFormat.java:145)
Caused by: org.postgresql.util.PSQLException: FATAL: password authentication failed for user "nobody"
\tat org.postgresql.core.v3.ConnectionFactoryImpl.doAuthentication(ConnectionFactoryImpl.java:693)
\t... 16 more`;

/** PostgreSQL was killed before a checkpoint: what failed stands in what was suppressed. */
const SUPPRESSED = `java.io.IOException: Could not perform checkpoint 2 for operator Sink: visits_to_page_hours[52] (1/2)#0.
\tat org.apache.flink.streaming.runtime.tasks.StreamTask.triggerCheckpointOnBarrier(StreamTask.java:1394)
\tSuppressed: java.lang.RuntimeException: Writing records to JDBC failed.
\t\tat org.apache.flink.api.common.functions.util.FunctionUtils.closeFunction(FunctionUtils.java:41)
\t\t... 3 more
\tCaused by: java.lang.RuntimeException: Writing records to JDBC failed.
\t\t... 16 more
\tCaused by: java.io.IOException: Unable to update JDBC statement executor
\t\tat org.apache.flink.connector.jdbc.internal.JdbcOutputFormat.flush(JdbcOutputFormat.java:184)
\tCaused by: org.postgresql.util.PSQLException: Connection to 127.0.0.1:22686 refused.
\t\t... 7 more
Caused by: org.apache.flink.runtime.checkpoint.CheckpointException: Could not complete snapshot 2. Failure reason: Checkpoint was declined.
\t... 22 more
Caused by: java.lang.RuntimeException: Writing records to JDBC failed.
\t... 33 more
Caused by: [CIRCULAR REFERENCE: java.lang.RuntimeException: Writing records to JDBC failed.]`;

describe('a stack', () => {
  it('is told once, without what wraps it', () => {
    expect(explainStack(VALIDATION)).toBe(
      "SQL validation failed. From line 1, column 15 to line 1, column 20: Object 'nosuch' not found.",
    );
    expect(explainStack(DUPLICATE)).toBe('Job has already been submitted.');
  });

  it('is told from the outside to the root', () => {
    expect(explainStack(JDBC)).toBe(
      'unable to open JDBC writer. FATAL: password authentication failed for user "nobody".',
    );
  });

  it('tells the class of an error without words', () => {
    expect(explainStack('java.lang.NullPointerException\n\tat a.B.c(B.java:1)')).toBe(
      'NullPointerException.',
    );
  });

  it('is told with what was suppressed in it, each once', () => {
    expect(explainStack(SUPPRESSED)).toBe(
      'Could not perform checkpoint 2 for operator Sink: visits_to_page_hours[52] (1/2)#0. Writing records to JDBC failed. Unable to update JDBC statement executor. Connection to 127.0.0.1:22686 refused. Could not complete snapshot 2. Failure reason: Checkpoint was declined.',
    );
  });

  it('shows no password', () => {
    expect(explainStack("x.Y: Option 'password' = 'hush' is wrong", 'hush')).toBe(
      "Option 'password' = '***' is wrong.",
    );
  });

  it('of nothing is nothing', () => {
    expect(explainStack('')).toBe('');
  });
});
