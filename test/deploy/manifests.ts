// The manifests as objects, in the order in which they stand in their files.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

export const deployFolder = path.join(import.meta.dirname, '..', '..', 'deploy');

const Manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});

export type Manifest = z.infer<typeof Manifest>;

/** Every document of deploy/kubernetes. */
export function readManifests(): readonly Manifest[] {
  const folder = path.join(deployFolder, 'kubernetes');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .flatMap((name) => parseAllDocuments(readFileSync(path.join(folder, name), 'utf8'), { merge: false }))
    .map((document) => {
      const [error] = document.errors;
      if (error !== undefined) throw error;
      return Manifest.parse(document.toJS());
    });
}
