import type { Writable } from 'node:stream';
import { toJson } from '../../jobs/host/protocol.ts';
import type { Terminal } from './terminal.ts';

/** What a command says. Results go to standard output, everything about them to standard error. */
export interface Output {
  /** Resolves when it is written: false when nobody reads any more (`| head`), which is no error. */
  write(text: string): Promise<boolean>;
  /** One line. */
  line(text: string): Promise<boolean>;
  /** One line of JSON. */
  json(value: unknown): Promise<boolean>;
  /** One line on standard error. */
  note(text: string): void;
}

function isClosedPipe(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED' || error.code === 'EOF';
}

function writeTo(stream: Writable, text: string): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  stream.write(text, (error) => {
    if (!error) resolve(true);
    else if (isClosedPipe(error)) resolve(false);
    else reject(error);
  });
  return promise;
}

/** Writes to the terminal; `onClosed` is told once when standard output has no reader any more. */
export function terminalOutput(terminal: Terminal, onClosed: () => void): Output {
  let closed = false;
  // A write reports its own failure; without a listener the stream's error would end the process.
  terminal.stdout.on('error', () => undefined);
  terminal.stderr.on('error', () => undefined);

  async function write(text: string): Promise<boolean> {
    if (!closed && (await writeTo(terminal.stdout, text))) return true;
    if (!closed) onClosed();
    closed = true;
    return false;
  }

  return {
    write,
    line: (text) => write(`${text}\n`),
    json: (value) => write(`${toJson(value)}\n`),
    note: (text) => {
      writeTo(terminal.stderr, `${text}\n`).catch(() => undefined);
    },
  };
}
