import { MODULE } from './generated/module.ts';

/** What the WebAssembly module in assembly/ offers; addresses are byte positions in `memory`. */
export interface ScanInstance {
  readonly memory: WebAssembly.Memory;
  /** The address where the known names go: each a length (4 bytes, little end first) and its bytes. */
  readonly prepare: (knownCount: number, knownBytes: number, chunkBytes: number) => number;
  readonly ready: (knownCount: number) => void;
  readonly begin: () => void;
  /** The address where text goes next. */
  readonly room: () => number;
  /** Bytes of text that fit there. */
  readonly space: () => number;
  readonly advance: (bytes: number) => void;
  /** The number of lines. */
  readonly finish: () => number;
  /** How many names were found, and the address of as many pairs of address and length (4 bytes each). */
  readonly foundNames: () => number;
  readonly foundList: () => number;
}

let compiled: WebAssembly.Module | undefined;

/** A memory of its own with the module's code. @param drain takes the found names before they are forgotten */
export function createScanInstance(drain: () => void): ScanInstance {
  compiled ??= new WebAssembly.Module(Buffer.from(MODULE, 'base64'));
  const { exports } = new WebAssembly.Instance(compiled, { host: { drain } });
  const { memory } = exports;
  if (!(memory instanceof WebAssembly.Memory)) throw new Error('field-scan: no memory');
  const call = (name: string) => {
    const code = exports[name];
    if (typeof code !== 'function') throw new Error(`field-scan: no ${name}`);
    return (...values: number[]): number => Number(code(...values)) >>> 0;
  };
  return {
    memory,
    prepare: call('prepare'),
    ready: call('ready'),
    begin: call('begin'),
    room: call('room'),
    space: call('space'),
    advance: call('advance'),
    finish: call('finish'),
    foundNames: call('foundNames'),
    foundList: call('foundList'),
  };
}
