import { CrosscurrentError } from '../../event/errors.ts';

/** As the system says it (`ENOSPC: no space left on device`), and as DuckDB passes it on. */
const NO_SPACE = /no space left on device|ENOSPC|EDQUOT|disk quota exceeded/i;

/** Whether DuckDB did not find enough memory for a statement. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && error.message.includes('Out of Memory Error');
}

/**
 * What went wrong in the engine, in words of the catalogue where there are any: a full disk is `disk_full`, a memory
 * limit that does not suffice is `out_of_memory`.
 */
export function toEngineError(error: unknown): unknown {
  if (error instanceof CrosscurrentError || !(error instanceof Error)) return error;
  if (isOutOfMemory(error)) {
    return new CrosscurrentError(
      'out_of_memory',
      'The memory that the engine may take does not suffice for this work.',
      'Nothing is lost. Raise `memory-limit` (CROSSCURRENT_MEMORY_LIMIT), and run the command again.',
      { cause: error },
    );
  }
  if (!NO_SPACE.test(error.message)) return error;
  return new CrosscurrentError(
    'disk_full',
    'There is no space left on the disk of the data folder.',
    'Nothing is lost. Free some space: a running program goes on by itself, a command has to be run again.',
    { cause: error },
  );
}
