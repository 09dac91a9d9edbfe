import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compileFieldScan, fieldScanModule } from '../../../../scripts/field-scan-module.ts';

it('has the module that its sources make; after a change run node scripts/generate-field-scan.ts', async () => {
  expect(readFileSync(fieldScanModule, 'utf8')).toBe(await compileFieldScan());
});
