import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { REFERENCE, referencePages } from '../../scripts/reference/pages.ts';

const folder = path.join(import.meta.dirname, '..', '..', ...REFERENCE);
const pages = referencePages();

describe('the reference', () => {
  it.each([...pages.keys()])('%s is what the program says (else: npm run docs)', (name) => {
    const file = path.join(folder, name);
    const written = existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : '';
    expect(written === pages.get(name), `docs/reference/${name} is out of date: run npm run docs`).toBe(true);
  });

  it('has no page that nobody makes', () => {
    expect(readdirSync(folder).filter((name) => !pages.has(name))).toEqual([]);
  });

  it('links to headings that are there', () => {
    const anchors = new Map(
      [...pages].map(([name, text]) => [
        name,
        new Set([...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => anchorOf(title))),
      ]),
    );
    for (const [name, text] of pages) {
      for (const [, page = '', anchor = ''] of text.matchAll(/\]\(([a-z]+\.md)?#([^)]+)\)/g)) {
        expect(anchors.get(page === '' ? name : page)?.has(anchor), `${name} -> ${page}#${anchor}`).toBe(
          true,
        );
      }
    }
  });
});

/** The anchor of a heading, as GitHub makes it. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}
