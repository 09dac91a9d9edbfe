/** The least that a lake asks of a store of objects. Keys have no `/` at their beginning. */
export interface Objects {
  /** Stores a file, whole or not at all; it is there for everybody when this resolves. */
  put(key: string, file: string): Promise<void>;
  /** Writes an object to a file. @throws CrosscurrentError `file_not_found` when there is no such object */
  get(key: string, file: string): Promise<void>;
  /** One that is not there is no error. */
  remove(key: string): Promise<void>;
  /** All keys that begin so. */
  list(prefix: string): Promise<readonly string[]>;
  /** Breaks off what is on its way. */
  interrupt(): void;
}
