import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '..', '..', 'dist', 'web');
const index = path.join(root, 'index.html');

/** The files that index.html asks for at once. */
function firstFiles(): string[] {
  const html = readFileSync(index, 'utf8');
  return [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, file]) => path.join(root, file ?? ''));
}

describe.skipIf(!existsSync(index))('what the browser loads', () => {
  it('is under 350 kB compressed for the first page, charts apart', () => {
    const files = firstFiles();
    const bytes = [index, ...files].reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
    expect(files.length).toBeGreaterThan(2);
    expect(bytes).toBeLessThan(350_000);
    expect(files.some((file) => readFileSync(file, 'utf8').includes('zrender'))).toBe(false);
  });

  it('has no script within the page, so that none has to be allowed', () => {
    const html = readFileSync(index, 'utf8');
    expect([...html.matchAll(/<script(?![^>]*\ssrc=)/g)]).toEqual([]);
    expect(html).not.toMatch(/\son\w+=|javascript:|<style/);
  });
});
