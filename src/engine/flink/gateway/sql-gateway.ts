import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { CrosscurrentError } from '../../../event/errors.ts';
import { explainStack } from './causes.ts';
import { askRest, type RestAnswer, type RestServer } from './rest.ts';

const Session = z.object({ sessionHandle: z.string() });
const Operation = z.object({ operationHandle: z.string() });
const Status = z.object({ status: z.string() });
const Result = z.object({
  resultType: z.string().optional(),
  jobID: z.string().nullish(),
  results: z.object({ data: z.array(z.object({ fields: z.array(z.unknown()) })).default([]) }).nullish(),
});

/** What a statement gave. */
export interface StatementResult {
  /** Of a statement that submitted a job. */
  readonly jobId: string | null;
  readonly rows: readonly (readonly unknown[])[];
}

/** Statements of one session are told in its order; temporary tables and settings are its own. */
export interface GatewaySession {
  /**
   * Runs one statement and waits for its result.
   * @throws CrosscurrentError job_failed when it was refused, with the causes in words; flink_unavailable
   */
  execute(statement: string): Promise<StatementResult>;
  close(): Promise<void>;
}

export interface SqlGatewayOptions {
  /** `http://host:8083`. */
  readonly url: string;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that one statement may take; the last one of a deployment plans the whole job. */
  readonly statementMs?: number;
  /** A text that no message shows, such as a password within the statements. */
  readonly hidden?: string;
}

const STATEMENT_MS = 180_000;
const ASK_AGAIN_MS = 100;
const LONGEST_PAUSE_MS = 1_000;

/** States of an operation that is not done. */
const UNDER_WAY = new Set(['RUNNING', 'PENDING', 'INITIALIZED']);

/**
 * Opens a session of the SQL Gateway (REST, version 3). A gateway that restarts forgets its sessions: whatever was under
 * way then fails with `flink_unavailable`, and is to be run again in a new one.
 * @throws CrosscurrentError flink_unavailable
 */
export async function openGatewaySession(options: SqlGatewayOptions): Promise<GatewaySession> {
  const server: RestServer = {
    name: "Flink's SQL Gateway",
    url: options.url,
    setting: 'flink-gateway-url',
  };
  const { signal, hidden } = options;
  const opened = await askRest(server, { method: 'POST', path: '/v3/sessions', body: {}, signal });
  const { sessionHandle } = answerOf(Session, opened, server);
  const session = `/v3/sessions/${encodeURIComponent(sessionHandle)}`;

  const submit = async (statement: string): Promise<string> => {
    const answer = await askRest(server, {
      method: 'POST',
      path: `${session}/statements`,
      body: { statement },
      signal,
    });
    if (!answer.ok) throw refusalOf(answer.errors, { server, statement, hidden });
    return `${session}/operations/${answerOf(Operation, answer, server).operationHandle}`;
  };

  const done = async (operation: string, statement: string): Promise<void> => {
    const until = performance.now() + (options.statementMs ?? STATEMENT_MS);
    for (let wait = ASK_AGAIN_MS; ; wait = Math.min(LONGEST_PAUSE_MS, wait * 1.3)) {
      const answer = await askRest(server, { method: 'GET', path: `${operation}/status`, signal });
      if (!answer.ok) throw refusalOf(answer.errors, { server, statement, hidden });
      if (!UNDER_WAY.has(answerOf(Status, answer, server).status)) return;
      if (performance.now() > until) throw tooLong(statement);
      await pause(wait, undefined, signal === undefined ? {} : { signal });
    }
  };

  return {
    async execute(statement) {
      const operation = await submit(statement);
      await done(operation, statement);
      // An error is told by the result, not by the status.
      const answer = await askRest(server, { method: 'GET', path: `${operation}/result/0`, signal });
      if (!answer.ok) throw refusalOf(answer.errors, { server, statement, hidden });
      const { jobID, results } = answerOf(Result, answer, server);
      return { jobId: jobID ?? null, rows: (results?.data ?? []).map(({ fields }) => fields) };
    },
    async close() {
      await askRest(server, { method: 'DELETE', path: session }).catch(() => undefined);
    },
  };
}

function answerOf<T>(schema: z.ZodType<T>, answer: RestAnswer, server: RestServer): T {
  const parsed = answer.ok ? schema.safeParse(answer.body) : undefined;
  if (parsed?.success === true) return parsed.data;
  throw new CrosscurrentError(
    'flink_unavailable',
    `What answers at ${server.url} is not ${server.name}.`,
    `Check the setting ${server.setting}.`,
  );
}

function refusalOf(
  errors: readonly string[],
  { server, statement, hidden }: { server: RestServer; statement: string; hidden: string | undefined },
): CrosscurrentError {
  const text = errors.join('\n');
  if (/Session .* does not exist|No session with|Can not find the submitted operation/.test(text)) {
    return new CrosscurrentError(
      'flink_unavailable',
      `${server.name} at ${server.url} has lost its session: it was started again meanwhile.`,
      'Run the command again.',
    );
  }
  const words = explainStack(text, hidden) || 'Flink gives no reason.';
  return new CrosscurrentError(
    'job_failed',
    `Flink refuses ${titleOf(statement)}: ${words}`,
    '`crosscurrent deploy --plan` shows the statements.',
  );
}

/** A statement by its first words: values of settings and tables may be secret. */
function titleOf(statement: string): string {
  const [, title] =
    /^(CREATE TEMPORARY (?:TABLE|VIEW) `[^`]*`|SET '[^']*'|EXECUTE STATEMENT SET|\w+)/.exec(
      statement.trim(),
    ) ?? [];
  return title === 'EXECUTE STATEMENT SET' ? 'the job' : (title ?? 'a statement');
}

function tooLong(statement: string): CrosscurrentError {
  return new CrosscurrentError(
    'flink_unavailable',
    `Flink's SQL Gateway has not finished ${titleOf(statement)} in time.`,
    'See the log of the gateway; it may need more memory.',
  );
}
