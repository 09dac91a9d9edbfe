import { CrosscurrentError } from '../../../event/errors.ts';

/** What a server of Flink answered: its JSON, or the HTTP status with the texts of its errors. */
export type RestAnswer =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly status: number; readonly errors: readonly string[] };

export interface RestCall {
  readonly method: 'GET' | 'POST' | 'DELETE' | 'PATCH';
  /** Below the server's address: `/jobs/overview`. */
  readonly path: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

export interface RestServer {
  /** For messages: `Flink's JobManager`. */
  readonly name: string;
  readonly url: string;
  /** The setting that names it. */
  readonly setting: string;
  /** Milliseconds that one answer may take. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;

/**
 * Asks a server once.
 * @throws CrosscurrentError flink_unavailable when there is no answer, or none in time
 */
export async function askRest(server: RestServer, call: RestCall): Promise<RestAnswer> {
  const limit = AbortSignal.timeout(server.timeoutMs ?? TIMEOUT_MS);
  const signal = call.signal === undefined ? limit : AbortSignal.any([limit, call.signal]);
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${server.url.replace(/\/+$/, '')}${call.path}`, {
      method: call.method,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      signal,
    });
    text = await response.text();
  } catch (error) {
    call.signal?.throwIfAborted();
    throw unreachable(server, error);
  }
  const body = parsed(text);
  if (response.ok) return { ok: true, body };
  return { ok: false, status: response.status, errors: errorsOf(body, text) };
}

function parsed(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Both servers answer `{"errors": [...]}`; what stands between us and them may answer anything. */
function errorsOf(body: unknown, text: string): string[] {
  if (typeof body === 'object' && body !== null && 'errors' in body && Array.isArray(body.errors)) {
    return body.errors.map(String);
  }
  return [text.slice(0, 500)];
}

function unreachable({ name, url, setting }: RestServer, cause: unknown): CrosscurrentError {
  const isLate = cause instanceof Error && cause.name === 'TimeoutError';
  const why = isLate ? 'does not answer in time' : `cannot be reached${reasonOf(cause)}`;
  return new CrosscurrentError(
    'flink_unavailable',
    `${name} at ${url} ${why}.`,
    `Check that it runs, and the setting ${setting}.`,
    { cause },
  );
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return code === '' ? '' : ` (${code})`;
}
