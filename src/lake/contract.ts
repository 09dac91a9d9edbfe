/**
 * Where the files of the lake lie. A file is called by its path below the lake, with `/` (`layout.ts`), wherever that is.
 * The warehouse says which files count; a lake only has them.
 */
export interface Lake {
  /** A folder of this machine: files are written below it, and read there when they have been brought. */
  readonly folder: string;
  /**
   * Makes a file that was written below the folder part of the lake: when this resolves it is there for everybody,
   * complete and lasting, so that the warehouse may name it (D2). Done again it puts the new file in the place of the old.
   */
  publish(file: string): Promise<void>;
  /** Puts a file that was written below the folder under another name in the place of a file of the lake, in one step. */
  replace(file: string, written: string): Promise<void>;
  /** Removes files, for good; one that is not there is no error. */
  remove(files: readonly string[]): Promise<void>;
  /** All files below a folder of the lake; none where there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  /** Left out where all files of the lake lie in the folder anyway. */
  readonly far?: FarLake;
}

/** What a lake has to be asked whose files lie elsewhere. */
export interface FarLake {
  /**
   * Has these files in the folder until the answer is called. Fails with `lake_unavailable` when they cannot be had now,
   * with `file_not_found` when one is not in the lake any more.
   */
  bring(files: readonly string[]): Promise<() => void>;
  /** Whatever else is in the folder and not in use goes: what was deleted must not live on in a copy (R1). */
  keepOnly(known: ReadonlySet<string>): void;
  /** Breaks off what is on its way. */
  interrupt(): void;
}
