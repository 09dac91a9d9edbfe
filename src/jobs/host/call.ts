import { type IncomingMessage, request } from 'node:http';
import { CrosscurrentError } from '../../event/errors.ts';
import { readMessage, toError, toJson } from './protocol.ts';
import type { HostRecord } from './record.ts';

export interface CallOptions {
  /** The API token of the data folder. */
  readonly token: string;
  readonly onProgress?: ((progress: unknown) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** `gone`: the host ended before it began the work, which may be handed to the next one. */
export type CallOutcome = { readonly kind: 'done'; readonly result: unknown } | { readonly kind: 'gone' };

function lost(host: HostRecord, name: string, cause?: unknown): CrosscurrentError {
  return new CrosscurrentError(
    'data_dir_busy',
    `The connection to \`crosscurrent ${host.command}\` (process ${host.pid}) was lost while it ran ${name}.`,
    'Run the command again: what was committed is not counted twice.',
    cause === undefined ? {} : { cause },
  );
}

function send(host: HostRecord, name: string, body: string, options: CallOptions): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const outgoing = request(`${host.url}/api/commands/${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${options.token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    agent: false, // the work may take hours: no shared connection, no time limit
  });
  outgoing.on('response', resolve).on('error', reject).end(body);
  return promise;
}

async function* linesOf(response: IncomingMessage): AsyncGenerator<string> {
  let parts: string[] = [];
  response.setEncoding('utf8');
  for await (const chunk of response) {
    const pieces = String(chunk).split('\n');
    for (const piece of pieces.slice(0, -1)) {
      yield parts.join('') + piece;
      parts = [];
    }
    parts.push(pieces.at(-1) ?? '');
  }
  const rest = parts.join('');
  if (rest !== '') yield rest;
}

async function refusal(
  response: IncomingMessage,
  host: HostRecord,
  name: string,
): Promise<CrosscurrentError> {
  const texts: string[] = [];
  for await (const line of linesOf(response)) texts.push(line);
  const message = readMessage(texts.join(''));
  if (message?.kind === 'error') return message.error;
  return toError({
    code: 'internal',
    message: `\`crosscurrent ${host.command}\` (process ${host.pid}) refused ${name} (HTTP ${response.statusCode}).`,
    remedy: 'Check that both are the same version of Crosscurrent.',
  });
}

/** Nobody listens any more, so that the work cannot have begun. */
function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
}

/**
 * Hands one piece of work to the host and waits for its result. A job's own failure is thrown as it is. A connection
 * that breaks while the host works fails with `data_dir_busy`; so does a host that cannot be talked to.
 */
export async function callHost(
  host: HostRecord,
  work: { readonly name: string; readonly args: unknown },
  options: CallOptions,
): Promise<CallOutcome> {
  let response: IncomingMessage;
  try {
    response = await send(host, work.name, toJson({ args: work.args ?? {} }), options);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (isGone(error)) return { kind: 'gone' };
    throw lost(host, work.name, error);
  }
  if (response.statusCode !== 200) {
    const error = await refusal(response, host, work.name);
    if (isEnding(error)) return { kind: 'gone' };
    throw error;
  }
  return await readAnswer(response, host, work.name, options);
}

async function readAnswer(
  response: IncomingMessage,
  host: HostRecord,
  name: string,
  options: CallOptions,
): Promise<CallOutcome> {
  try {
    for await (const line of linesOf(response)) {
      const message = readMessage(line);
      if (message?.kind === 'result') return { kind: 'done', result: message.result };
      if (message?.kind === 'error' && isEnding(message.error)) return { kind: 'gone' };
      if (message?.kind === 'error') throw message.error;
      if (message?.kind === 'progress') options.onProgress?.(message.progress);
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof CrosscurrentError) throw error;
    throw lost(host, name, error);
  }
  throw lost(host, name);
}

const ENDING = 'This host is ending and takes no more work.';

/** What a host answers to a guest that comes too late; `callHost` turns it into `gone`. */
export function endingError(): CrosscurrentError {
  return new CrosscurrentError('data_dir_busy', ENDING, 'Run the command again in a moment.');
}

function isEnding(error: CrosscurrentError): boolean {
  return error.code === 'data_dir_busy' && error.message === ENDING;
}
