import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { REFERENCE, referencePages } from './reference/pages.ts';
import { SEMANTICS, semanticsPage } from './reference/semantics.ts';

/** `npm run docs`: writes the reference and the tables of docs/semantics.md, which tests compare with the program. */
const folder = path.join(import.meta.dirname, '..', ...REFERENCE);
mkdirSync(folder, { recursive: true });
for (const [name, text] of referencePages()) writeFileSync(path.join(folder, name), text);
writeFileSync(path.join(import.meta.dirname, '..', ...SEMANTICS), semanticsPage());
process.stdout.write(`${path.join(...REFERENCE)}: ${[...referencePages().keys()].join(', ')}\n`);
