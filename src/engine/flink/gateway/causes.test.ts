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

  it('shows no password', () => {
    expect(explainStack("x.Y: Option 'password' = 'hush' is wrong", 'hush')).toBe(
      "Option 'password' = '***' is wrong.",
    );
  });

  it('of nothing is nothing', () => {
    expect(explainStack('')).toBe('');
  });
});
