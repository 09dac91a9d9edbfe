import { brotliDecompress, gunzip, zstdDecompress } from 'node:zlib';
import { CrosscurrentError } from '../../event/errors.ts';
import { Refusal } from '../refusal.ts';
import { tooLarge } from './limits.ts';

type Decode = (body: Buffer, limit: number, done: (error: Error | null, result: Buffer) => void) => void;

const gzip: Decode = (body, maxOutputLength, done) => gunzip(body, { maxOutputLength }, done);
const DECODERS: ReadonlyMap<string, Decode> = new Map([
  ['gzip', gzip],
  ['x-gzip', gzip],
  ['br', (body, maxOutputLength, done) => brotliDecompress(body, { maxOutputLength }, done)],
  ['zstd', (body, maxOutputLength, done) => zstdDecompress(body, { maxOutputLength }, done)],
]);

export const ACCEPTED_ENCODINGS = 'gzip, br, zstd';

/**
 * Undoes a `Content-Encoding`. Stops with `too_large` as soon as more than `limit` bytes come out, so that a small body
 * that unpacks to a huge one costs no more than any other; fails with `unsupported_type` and `bad_call`.
 */
export async function decompress(body: Buffer, encoding: string | undefined, limit: number): Promise<Buffer> {
  const name = (encoding ?? 'identity').trim().toLowerCase();
  if (name === 'identity' || name === '') return body;
  const decode = DECODERS.get(name);
  if (decode === undefined) throw unknownEncoding(name);
  try {
    return await new Promise((resolve, reject) => {
      decode(body, limit, (error, result) => (error === null ? resolve(result) : reject(error)));
    });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(limit);
    throw new CrosscurrentError(
      'bad_call',
      `The body is not complete and valid ${name}.`,
      'Compress the events anew, or send them as they are.',
      { cause: error },
    );
  }
}

function unknownEncoding(name: string): Refusal {
  return new Refusal('unsupported_type', {
    status: 415,
    message: `The content encoding '${name.slice(0, 40)}' is not known.`,
    remedy: `Use one of ${ACCEPTED_ENCODINGS}, or none.`,
    headers: { 'accept-encoding': ACCEPTED_ENCODINGS },
  });
}
