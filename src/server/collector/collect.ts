import type { IncomingMessage } from 'node:http';
import { CrosscurrentError } from '../../event/errors.ts';
import type { ServerDependencies } from '../dependencies.ts';
import { errorAnswer, Refusal } from '../refusal.ts';
import { type BodyLines, bodyLines } from './body-lines.ts';
import type { ByteBudget } from './byte-budget.ts';
import type { CollectorCounts } from './counts.ts';
import { decompress } from './decompress.ts';
import { type CollectedStream, type CollectorAnswer, judgeLines } from './judge.ts';
import { busy, discardRest, receiveBody } from './receive.ts';

/** The log's name for what comes in here. */
export const COLLECTOR_SOURCE = 'collector';

export interface CollectorParts extends Pick<ServerDependencies, 'examine' | 'clock' | 'log'> {
  readonly streams: ReadonlyMap<string, CollectedStream>;
  readonly maxBodyBytes: number;
  readonly budget: ByteBudget;
  readonly counts: ReadonlyMap<string, CollectorCounts>;
}

const NDJSON_TYPES = new Set(['application/x-ndjson', 'application/ndjson', 'application/jsonl']);
const JSON_TYPES = new Set(['application/json', 'text/plain']);

/**
 * Takes in the events of one request and resolves when all of them are durable (D1), the refused ones too: the engine
 * makes dead letters of those (D6). Fails as the log does, and with `unknown_stream`, `unsupported_type`, `too_large`
 * and `bad_call`; nothing of the body is in the log then.
 */
export async function collect(
  request: IncomingMessage,
  streamName: string,
  parts: CollectorParts,
): Promise<CollectorAnswer> {
  const started = performance.now();
  let held = 0;
  try {
    const collected = parts.streams.get(streamName);
    if (collected === undefined) throw unknownStream(streamName, [...parts.streams.keys()]);
    const mayBeJson = isJsonType(request.headers['content-type']);
    const received = await receiveBody(request, parts.maxBodyBytes, parts.budget);
    held = received.held;
    const body = await unpack(request, received.body, parts.maxBodyBytes);
    if (body !== received.body) {
      if (!parts.budget.take(body.length)) throw busy();
      held += body.length;
    }
    const lines = readLines(body, mayBeJson);
    const answer = await judgeLines(collected, lines, parts);
    const { stream } = collected;
    if (answer.received > 0) {
      await parts.log.append(stream.name, COLLECTOR_SOURCE, { data: lines.data, lines: answer.received });
    }
    record(parts.counts.get(stream.name), answer, { bytes: lines.data.length, started });
    return answer;
  } catch (error) {
    if (!request.complete) discardRest(request, 8 * parts.maxBodyBytes);
    throw withoutSpace(error);
  } finally {
    parts.budget.give(held);
  }
}

function unpack(request: IncomingMessage, raw: Buffer, limit: number): Promise<Buffer> | Buffer {
  const encoding = request.headers['content-encoding'];
  return encoding === undefined ? raw : decompress(raw, encoding, limit);
}

function readLines(body: Buffer, mayBeJson: boolean): BodyLines {
  const lines = bodyLines(body, mayBeJson);
  if (lines.lines.length === 0 && !(mayBeJson && isEmptyArray(body))) {
    throw new CrosscurrentError(
      'bad_call',
      'The body is empty.',
      'Send one JSON object, an array of them, or one on each line.',
    );
  }
  return lines;
}

/** A sender that collects events may have none to send. */
function isEmptyArray(body: Buffer): boolean {
  return /^\s*\[\s*\]\s*$/.test(body.toString('latin1', 0, 1024));
}

/** Whether a body of this type may be one JSON text over several lines, rather than NDJSON alone. */
function isJsonType(header: string | undefined): boolean {
  const type = (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (JSON_TYPES.has(type)) return true;
  if (NDJSON_TYPES.has(type)) return false;
  throw new CrosscurrentError(
    'unsupported_type',
    type === ''
      ? 'The body has no content type.'
      : `The content type '${type.slice(0, 80)}' is not supported.`,
    "Send the header 'Content-Type: application/json', application/x-ndjson or text/plain.",
  );
}

function record(
  counts: CollectorCounts | undefined,
  answer: CollectorAnswer,
  { bytes, started }: { bytes: number; started: number },
): void {
  if (counts === undefined) return;
  counts.posts += 1;
  counts.received += answer.received;
  counts.refused += answer.received - answer.accepted;
  counts.bytes += bytes;
  counts.seconds += (performance.now() - started) / 1000;
}

/** A full disk passes, as a full log does: the sender is asked to wait. */
function withoutSpace(error: unknown): unknown {
  if (!(error instanceof CrosscurrentError) || error.code !== 'disk_full') return error;
  const { message, remedy } = error;
  return new Refusal('disk_full', { status: 503, message, remedy, headers: errorAnswer(error).headers });
}

function unknownStream(name: string, known: readonly string[]): CrosscurrentError {
  return new CrosscurrentError(
    'unknown_stream',
    `There is no stream '${name.slice(0, 80)}'.`,
    `Streams: ${known.join(', ')}.`,
  );
}
