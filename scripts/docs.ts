import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { REFERENCE, referencePages } from './reference/pages.ts';

/** `npm run docs`: writes the reference, which a test compares with the program. */
const folder = path.join(import.meta.dirname, '..', ...REFERENCE);
mkdirSync(folder, { recursive: true });
for (const [name, text] of referencePages()) writeFileSync(path.join(folder, name), text);
process.stdout.write(`${path.join(...REFERENCE)}: ${[...referencePages().keys()].join(', ')}\n`);
