import { readFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';

const folder = new URL('../src/engine/duckdb/field-scan/', import.meta.url);

/** The generated file. */
export const fieldScanModule = new URL('generated/module.ts', folder);

const OPTIONS = [
  '-O3',
  '--converge',
  '--runtime',
  'stub',
  '--noAssert',
  '--enable',
  'simd',
  '--use',
  'abort=',
];

/**
 * Compiles src/engine/duckdb/field-scan/assembly and answers the text of the generated file. The same compiler
 * (package-lock.json holds its version) makes the same bytes.
 *
 * The sources are AssemblyScript, whose types TypeScript does not know: they are called `.as`, so that tools leave them
 * alone, and handed to the compiler under the names that it looks for.
 */
export async function compileFieldScan(): Promise<string> {
  let wasm: Uint8Array | undefined;
  const { error, stderr } = await asc.main(['index.ts', '--outFile', 'module.wasm', ...OPTIONS], {
    readFile: (name) => readSource(name),
    writeFile: (_name, contents) => {
      wasm = typeof contents === 'string' ? Buffer.from(contents) : contents;
    },
    listFiles: () => [],
  });
  if (error !== null || wasm === undefined)
    throw new Error(`field-scan does not compile\n${stderr.toString()}`);
  return `/** The WebAssembly module made from ../assembly by scripts/generate-field-scan.ts, in base64. */
export const MODULE =
  '${Buffer.from(wasm).toString('base64')}';
`;
}

function readSource(name: string): string | null {
  if (!/^[a-z-]+\.ts$/.test(name)) return null;
  try {
    return readFileSync(new URL(`assembly/${name.replace(/\.ts$/, '.as')}`, folder), 'utf8');
  } catch {
    return null;
  }
}
