import { join } from 'node:path';

/** `log/<stream>/<source>/<offset of the first byte, 20 digits>.ndjson`, and `.idx` beside it. */
export interface SegmentPaths {
  data: string;
  index: string;
}

const DATA_NAME = /^(\d{20})\.ndjson$/;

export function segmentPaths(dir: string, base: bigint): SegmentPaths {
  const name = base.toString().padStart(20, '0');
  return { data: join(dir, `${name}.ndjson`), index: join(dir, `${name}.idx`) };
}

/** The base offsets of the segments among the names of a folder, ascending. */
export function segmentBases(names: readonly string[]): bigint[] {
  const bases: bigint[] = [];
  for (const name of names) {
    const digits = DATA_NAME.exec(name)?.[1];
    if (digits !== undefined) bases.push(BigInt(digits));
  }
  return bases.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** A stream's or source's name as a folder name that every file system takes; `folderToName` undoes it. */
export function nameToFolder(name: string): string {
  const safe = encodeURIComponent(name).replace(/[.!'()*~]/g, (char) => {
    return `%${char.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`;
  });
  return safe;
}

export function folderToName(folder: string): string {
  try {
    return decodeURIComponent(folder);
  } catch {
    return folder;
  }
}
