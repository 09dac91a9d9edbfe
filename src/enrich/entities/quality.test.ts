import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { measureEntities } from '../../../scripts/training/entities.ts';

const DATA = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const hasData = ['wnut17', 'broad-twitter-corpus'].every((folder) => existsSync(`${DATA}${folder}`));

// Span F1 of the committed model, less half a point.
const LEAST_WNUT17 = 51.1;
const LEAST_BROAD_TWITTER = 55.9;

describe.skipIf(!hasData)('the entity model on the development parts (skipped without shared/data)', () => {
  it('is as good as recorded', () => {
    const [wnut17, broadTwitter] = measureEntities(DATA);
    expect(wnut17?.typed.f1).toBeGreaterThan(LEAST_WNUT17);
    expect(broadTwitter?.typed.f1).toBeGreaterThan(LEAST_BROAD_TWITTER);
    expect(wnut17?.inTexts.f1).toBeGreaterThan(LEAST_WNUT17 - 1);
  });
});
