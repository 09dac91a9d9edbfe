import { CrosscurrentError } from '../../event/errors.ts';

/** As the system says it (`ENOSPC: no space left on device`), and as DuckDB passes it on. */
const NO_SPACE = /no space left on device|ENOSPC|EDQUOT|disk quota exceeded/i;

/** What went wrong while the engine wrote, in words of the catalogue where there are any: a full disk is `disk_full`. */
export function toEngineError(error: unknown): unknown {
  if (error instanceof CrosscurrentError || !(error instanceof Error) || !NO_SPACE.test(error.message)) {
    return error;
  }
  return new CrosscurrentError(
    'disk_full',
    'There is no space left on the disk of the data folder.',
    'Nothing is lost. Free some space: a running program goes on by itself, a command has to be run again.',
    { cause: error },
  );
}
