import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CrosscurrentError } from '../../event/errors.ts';

/** Secrets a user or a guest needs; each is a file of its own in the data folder, made at the first start. */
export const SECRET_NAMES = ['api-token', 'collector-key'] as const;
export type SecretName = (typeof SECRET_NAMES)[number];

/** Fails with `file_not_found` before the first start, with `data_dir_unusable` for another user. */
export async function readSecret(dataDir: string, name: SecretName): Promise<string> {
  const file = path.join(dataDir, 'secrets', name);
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new CrosscurrentError(
        'file_not_found',
        `The data folder ${dataDir} has no ${name} yet.`,
        'It is made by the first `crosscurrent start`; --data-dir names another folder.',
        { cause: error },
      );
    }
    throw new CrosscurrentError(
      'data_dir_unusable',
      `The ${name} in ${file} cannot be read (${String(code)}).`,
      'Run the command as the user who started Crosscurrent.',
      { cause: error },
    );
  }
}
