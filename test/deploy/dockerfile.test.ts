import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { deployFolder } from './manifests.ts';

const root = path.join(deployFolder, '..');
const text = readFileSync(path.join(deployFolder, 'Dockerfile'), 'utf8');
const ignored = readFileSync(path.join(deployFolder, 'Dockerfile.dockerignore'), 'utf8');

/** The words behind each instruction of a kind. */
function argumentsOf(keyword: string): readonly (readonly string[])[] {
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line.startsWith(`${keyword} `))
    .map((line) => line.trim().split(/\s+/).slice(1));
}

describe('the Dockerfile', () => {
  it('has nothing that the linter complains of', () => {
    expect(validate(text).map(({ message, range }) => `line ${range.start.line + 1}: ${message}`)).toEqual(
      [],
    );
  });

  it('copies what is there, and what is let through to the build', () => {
    const copied = argumentsOf('COPY')
      .filter((words) => !words.some((word) => word.startsWith('--from')))
      .flatMap((words) => words.slice(0, -1))
      .filter((source) => source !== '.');
    expect(copied.length).toBeGreaterThan(3);
    for (const source of copied) {
      expect(existsSync(path.join(root, source)), source).toBe(true);
      expect(ignored.split('\n')).toContain(`!${source}`);
    }
  });

  it('runs as an account that is not root, with a health check', () => {
    expect(argumentsOf('USER').at(-1)).toEqual(['node']);
    expect(argumentsOf('HEALTHCHECK')).toHaveLength(1);
  });

  it('starts a program that is there', () => {
    const [entry = []] = argumentsOf('ENTRYPOINT');
    const file = entry
      .find((word) => word.includes('/app/'))
      ?.replace(/^.*\/app\//, '')
      .replace(/"[\],]*$/, '');
    expect(existsSync(path.join(root, file ?? 'nothing')), String(file)).toBe(true);
  });
});
