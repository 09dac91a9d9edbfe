import { describe, expect, it } from 'vitest';
import { CrosscurrentError } from '../../event/errors.ts';
import { toEngineError } from './engine-error.ts';

describe('toEngineError', () => {
  it.each([
    'IO Error: Could not write file "/data/lake/x.parquet": No space left on device',
    'ENOSPC: no space left on device, write',
    'EDQUOT: disk quota exceeded, write',
  ])('calls %s a full disk', (message) => {
    const error = toEngineError(new Error(message));
    expect(error).toBeInstanceOf(CrosscurrentError);
    expect(error).toMatchObject({ code: 'disk_full' });
  });

  it('leaves every other error as it is', () => {
    const bug = new Error('Conversion Error: x');
    const known = new CrosscurrentError('warehouse_unavailable', 'No space left on device', '');
    expect(toEngineError(bug)).toBe(bug);
    expect(toEngineError(known)).toBe(known);
  });
});
