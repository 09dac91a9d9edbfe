import type { IncomingMessage } from 'node:http';
import { CrosscurrentError } from '../../event/errors.ts';
import { Refusal } from '../refusal.ts';
import type { ByteBudget } from './byte-budget.ts';
import { tooLarge } from './limits.ts';

export interface Received {
  readonly body: Buffer;
  /** Bytes taken from the budget, to be given back when the body is done with. */
  readonly held: number;
}

const FIRST_BYTES = 64 * 1024;
const NOTHING = Buffer.alloc(0);

/**
 * Reads a request's body into one buffer, of which `budget` knows. The chunks are copied, not kept: thousands of chunks
 * of one byte would else take a hundred times their size.
 *
 * Fails with `too_large` beyond `limit` bytes and with 503 when the budget is used up; what is still to come is then
 * left to the caller. A sender that goes away fails it, too.
 */
export function receiveBody(request: IncomingMessage, limit: number, budget: ByteBudget): Promise<Received> {
  return new Promise((resolve, reject) => {
    const announced = Number(request.headers['content-length'] ?? 0);
    let buffer: Buffer = NOTHING;
    let size = 0;
    let held = 0;

    const fail = (error: unknown) => {
      stop();
      budget.give(held);
      reject(error);
    };
    const grow = (needed: number): boolean => {
      const capacity = Math.min(limit, Math.max(announced, needed, buffer.length * 2, FIRST_BYTES));
      if (!budget.take(capacity - held)) return false;
      held = capacity;
      const larger = Buffer.allocUnsafeSlow(capacity);
      buffer.copy(larger, 0, 0, size);
      buffer = larger;
      return true;
    };
    const onData = (chunk: Buffer) => {
      const needed = size + chunk.length;
      if (needed > limit) return fail(tooLarge(limit));
      if (size === 0 && chunk.length === announced) {
        if (!budget.take(chunk.length)) return fail(busy());
        held = chunk.length;
        buffer = chunk;
      } else {
        if (needed > buffer.length && !grow(needed)) return fail(busy());
        chunk.copy(buffer, size);
      }
      size = needed;
    };
    const onEnd = () => {
      stop();
      resolve({ body: size === buffer.length ? buffer : buffer.subarray(0, size), held });
    };
    const onGone = () => fail(gone());
    const stop = () => {
      request.off('data', onData).off('end', onEnd).off('close', onGone).off('error', onGone);
    };

    if (announced > limit) return fail(tooLarge(limit));
    request.on('data', onData).on('end', onEnd).on('close', onGone).on('error', onGone);
  });
}

/** Reads on and forgets, so that a sender in full flow still sees the answer; hangs up after `most` bytes. */
export function discardRest(request: IncomingMessage, most: number): void {
  let bytes = 0;
  request.on('error', () => undefined);
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > most) request.socket.destroy();
  });
}

/** The refusal of a body for which there is no memory at the moment. */
export function busy(): Refusal {
  return new Refusal('log_full', {
    status: 503,
    message: 'Too much is being sent at the same time.',
    remedy: 'Send it again in a moment.',
    headers: { 'retry-after': '1' },
  });
}

function gone(): CrosscurrentError {
  return new CrosscurrentError(
    'bad_call',
    'The sender went away before the body was there.',
    'Send it again.',
  );
}
