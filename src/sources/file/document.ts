import { CrosscurrentError } from '../../event/errors.ts';
import type { Adapter } from '../contract.ts';
import { AdaptedPiece } from './adapted.ts';
import { type ByteReader, readHead } from './bytes.ts';
import { withoutBom } from './format.ts';
import type { Piece } from './piece.ts';

/** Longest document that is read, in bytes: it is held in memory, some times over. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/**
 * A document that is one message, read whole. Fails with `file_unreadable` when it is too long. When the reader fails
 * nothing comes of it.
 */
export async function* documentPieces(options: {
  reader: ByteReader;
  /** 0, or the length of the document: then it has been read. */
  from: number;
  path: string;
  adapter: Adapter;
}): AsyncGenerator<Piece> {
  const { reader, from, path, adapter } = options;
  const raw = await readHead(reader, MAX_DOCUMENT_BYTES + 1);
  if (raw.length > MAX_DOCUMENT_BYTES) {
    throw new CrosscurrentError(
      'file_unreadable',
      `${path} is longer than ${MAX_DOCUMENT_BYTES / 1024 / 1024} MiB; ${adapter.about} is read as a whole.`,
      'Split it into several documents.',
    );
  }
  if (reader.failure !== null || from >= raw.length) return;
  const piece = new AdaptedPiece(adapter);
  piece.add({ text: decoded(raw) }, { line: 1, offset: 0, raw });
  yield piece.take(raw.length);
}

const DECLARED = /^<\?xml[^>]{1,100}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']/;

/** The text of an XML document in the encoding that it declares, or else UTF-8; bytes that fit in neither are U+FFFD. */
function decoded(raw: Buffer): string {
  const text = withoutBom(raw);
  const declared = text === raw ? DECLARED.exec(raw.subarray(0, 200).toString('latin1'))?.[1] : undefined;
  return decoderOf(declared ?? 'utf-8').decode(text);
}

function decoderOf(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding);
  } catch {
    return new TextDecoder();
  }
}
