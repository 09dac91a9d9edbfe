import { z } from 'zod';
import { CrosscurrentError, ERROR_CODES, type ErrorCode } from '../../event/errors.ts';

/**
 * How a guest hands work to the host: `POST /api/commands/<name>` with `{"args": ...}`, answered by lines of JSON:
 *
 * ```
 * {"progress": ...}*  then  {"result": ...} | {"error": {"code", "message", "remedy"}}
 * ```
 */
const WireError = z.object({ code: z.string(), message: z.string(), remedy: z.string().default('') });
const Message = z.union([
  z.object({ progress: z.unknown() }).refine((message) => 'progress' in message),
  z.object({ error: WireError }),
  z.object({ result: z.unknown() }).refine((message) => 'result' in message),
]);

export type Message =
  | { readonly kind: 'progress'; readonly progress: unknown }
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'error'; readonly error: CrosscurrentError };

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}

/** The error that the host sent, as one of this process. */
export function toError(wire: z.infer<typeof WireError>): CrosscurrentError {
  return new CrosscurrentError(isErrorCode(wire.code) ? wire.code : 'internal', wire.message, wire.remedy);
}

/** One line of the answer; null when it is none of the protocol. */
export function readMessage(line: string): Message | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  const message = Message.safeParse(value).data;
  if (message === undefined) return null;
  if ('error' in message) return { kind: 'error', error: toError(message.error) };
  if ('result' in message) return { kind: 'result', result: message.result };
  return { kind: 'progress', progress: message.progress };
}

/** JSON of what a job says; whole numbers beyond 2^53 become text, as everywhere in the API. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== 'bigint') return part;
    return Number.isSafeInteger(Number(part)) ? Number(part) : String(part);
  });
  return text ?? 'null';
}
