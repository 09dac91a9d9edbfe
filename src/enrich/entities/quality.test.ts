import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { measureEntities } from '../../../scripts/training/entities.ts';
import { ENTITY_MODEL } from './entities.ts';

const DATA = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const hasData = ['wnut17', 'broad-twitter-corpus'].every((folder) => existsSync(`${DATA}${folder}`));

// Span F1 of the committed model, less half a point.
const LEAST_WNUT17 = 51.2;
const LEAST_BROAD_TWITTER = 56.1;

describe.skipIf(!hasData)('the entity model on the development parts (skipped without shared/data)', () => {
  it('is as good as recorded', () => {
    const [wnut17, broadTwitter] = measureEntities(DATA);
    expect(wnut17?.typed.f1).toBeGreaterThan(LEAST_WNUT17);
    expect(broadTwitter?.typed.f1).toBeGreaterThan(LEAST_BROAD_TWITTER);
    expect(wnut17?.inTexts.f1).toBeGreaterThan(LEAST_WNUT17 - 1);
  });
});

describe('the model card', () => {
  it('speaks of the model that is there', () => {
    const card = readFileSync(new URL('model-card.md', import.meta.url), 'utf8');
    const model = readFileSync(new URL('model.bin', import.meta.url));
    expect(card).toContain(createHash('sha256').update(model).digest('hex'));
    expect(card).toContain(`${model.length} bytes`);
    expect(card).toContain(ENTITY_MODEL);
  });
});
