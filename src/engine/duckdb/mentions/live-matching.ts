import { rm } from 'node:fs/promises';
import type { Stream } from '../../../stream/define.ts';
import type { Edition, EditionKey, MentionRows } from '../../../warehouse/campaigns/contract.ts';
import type { LakeFile } from '../../../warehouse/contract.ts';
import type { DuckDBConnection } from '../database.ts';
import { createSearch, findMentions, type MentionSearch } from './find-mentions.ts';

/** Finds the mentions of a stream's events as they arrive. */
export interface LiveMatching {
  /** What is looked for from now on; nothing may be under way. */
  lookFor(editions: readonly Edition[]): void;
  /** What is looked for now. */
  editions(): readonly EditionKey[];
  /** The mentions in files that have just been written; none without campaigns, which then cost nothing. */
  find(connection: DuckDBConnection, files: readonly LakeFile[]): Promise<readonly MentionRows[]>;
}

/** Nothing is looked for before `lookFor`. */
export function createLiveMatching(
  stream: Stream,
  folders: { readonly lakeDir: string; readonly scratchDir: string },
): LiveMatching {
  let search: MentionSearch | undefined;
  let wanted: readonly EditionKey[] = [];
  return {
    lookFor(editions) {
      search = createSearch(stream, editions);
      wanted = editions.map(({ campaign, edition }) => ({ campaign, edition }));
    },
    editions: () => wanted,
    async find(connection, files) {
      if (search === undefined || files.length === 0) return [];
      const paths = files.map((file) => file.path);
      const found = await findMentions({ ...folders, connection }, search, paths);
      return found === null ? [] : [found];
    },
  };
}

/** Removes the files of mentions that have been kept, or never will be. */
export async function removeMentionRows(mentions: readonly MentionRows[]): Promise<void> {
  await Promise.all(mentions.map(({ csvPath }) => rm(csvPath, { force: true })));
}
