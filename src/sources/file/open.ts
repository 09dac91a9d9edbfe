import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { CrosscurrentError } from '../../event/errors.ts';
import { ADAPTERS } from '../catalogue.ts';
import type { Adapter } from '../contract.ts';
import { beginningOf } from './beginning.ts';
import { type ByteReader, fileReader, readHead, skip, streamReader, withHead } from './bytes.ts';
import { type Compression, compressionOf, MAGIC_BYTES, unpacked } from './compression.ts';
import { fingerprint } from './fingerprint.ts';
import {
  detectFormat,
  formatNamed,
  HEAD_BYTES,
  type InputFormat,
  refuseBinary,
  refuseForeign,
} from './format.ts';

/** A file (or standard input) that was found to be readable, not yet read. */
export interface FileInput {
  /** As given; `-` is standard input. */
  path: string;
  /** The name of this content as a source: `file:` and its fingerprint. */
  source: string;
  format: InputFormat;
  compression: Compression;
  /** Size as it lies on the disk; null for standard input and pipes. */
  bytesTotal: number | null;
  /** The unpacked bytes from an offset on. Standard input and pipes can be opened once. */
  open(from: number): Promise<ByteReader>;
}

export interface OpenFileOptions {
  /** A file, a pipe, or `-`. */
  path: string;
  /** A name; found out from the first bytes and the path when not given. */
  format?: string;
  /** Formats of sources beside the plain ones; default: all there are. */
  adapters?: readonly Adapter[];
  /** What `-` reads; default: the standard input of this process. */
  stdin?: AsyncIterable<Uint8Array>;
  /** Names what came by standard input, which has no fingerprint; 16 hexadecimal digits. Default: random. */
  newId?: () => string;
}

/**
 * Looks at a file: its compression, format and fingerprint. Fails with `file_not_found`, or with `file_unreadable` when
 * it is binary, may not be read, is a folder, or holds an error of its source instead of data.
 */
export async function openFile(options: OpenFileOptions): Promise<FileInput> {
  if (options.path === '-') return openStream(options, options.stdin ?? process.stdin);
  try {
    const info = await stat(options.path);
    if (info.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
    if (info.isFile()) return await openPath(options, info.size);
    return await openStream(options, createReadStream(options.path));
  } catch (error) {
    throw openError(error, options.path);
  }
}

async function openPath(options: OpenFileOptions, bytesTotal: number): Promise<FileInput> {
  const { path } = options;
  const { compression, head } = await lookInto(path);
  return {
    path,
    source: `file:${await fingerprint(path)}`,
    format: formatOf(options, head),
    compression,
    bytesTotal,
    open: (from) => openAt(path, compression, from),
  };
}

/** The format that was named or found; refuses what cannot be of it. */
function formatOf({ path, format: name, adapters = ADAPTERS }: OpenFileOptions, head: Buffer): InputFormat {
  const beginning = beginningOf(head);
  const question = { path, beginning, adapters };
  const format = name === undefined ? detectFormat(question) : formatNamed(name, question);
  const called = path === '-' ? 'The input' : path;
  refuseBinary(called, head, format);
  const opened = { path: called, beginning, whole: head.length < HEAD_BYTES, named: name !== undefined };
  refuseForeign(opened, format);
  return format;
}

async function lookInto(path: string): Promise<{ compression: Compression; head: Buffer }> {
  const raw = await fileReader(path);
  const magic = await readHead(raw, MAGIC_BYTES);
  const compression = compressionOf(magic);
  const reader = unpacked(withHead(magic, raw), compression);
  try {
    return { compression, head: await readHead(reader, HEAD_BYTES) };
  } finally {
    await reader.close();
  }
}

async function openAt(path: string, compression: Compression, from: number): Promise<ByteReader> {
  if (compression === 'none') return fileReader(path, from);
  const reader = unpacked(await fileReader(path), compression);
  await skip(reader, from);
  return reader;
}

/** Standard input or a named pipe: it can be read once, so what was looked at is kept for the reader. */
async function openStream(options: OpenFileOptions, stream: AsyncIterable<Uint8Array>): Promise<FileInput> {
  const { path } = options;
  const raw = streamReader(stream);
  const magic = await readHead(raw, MAGIC_BYTES);
  const compression = compressionOf(magic);
  const reader = unpacked(withHead(magic, raw), compression);
  const head = await readHead(reader, HEAD_BYTES);
  const format = formatOf(options, head);
  const newId = options.newId ?? (() => randomBytes(8).toString('hex'));
  let opened = false;
  return {
    path,
    source: `file:${newId()}`,
    format,
    compression,
    bytesTotal: null,
    open: async (from) => {
      if (opened) throw new Error('a pipe was opened twice');
      opened = true;
      const whole = withHead(head, reader);
      await skip(whole, from);
      return whole;
    },
  };
}

function openError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || error instanceof CrosscurrentError) return error;
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
    return new CrosscurrentError('file_not_found', `There is no file ${path}.`, 'Check the path.', {
      cause: error,
    });
  }
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'you may not read it',
    EPERM: 'you may not read it',
    EISDIR: 'it is a folder',
  };
  const reason = reasons[String(error.code)] ?? error.message;
  return new CrosscurrentError(
    'file_unreadable',
    `${path} cannot be read: ${reason}.`,
    'Check the path and its access rights.',
    { cause: error },
  );
}
