import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Lake } from '../contract.ts';
import { createCache } from './cache.ts';
import type { Objects } from './objects.ts';

/** Removals side by side: stores do not all know how to remove several objects with one request. */
const REMOVALS = 8;

/**
 * A lake whose files are objects. The folder holds copies: what was written here is not fetched again by whoever reads it
 * next.
 * @param options.prefix what keys begin with, without a `/` at its end; may be empty
 * @param options.folder empty, and of nobody else
 */
export function storeLake(options: {
  objects: Objects;
  prefix: string;
  folder: string;
  maxBytes: number;
}): Lake {
  const { objects, folder } = options;
  const beginning = options.prefix === '' ? '' : `${options.prefix}/`;
  const absolute = (file: string): string => path.join(folder, file);
  const keyOf = (file: string): string => `${beginning}${file}`;

  const fetch = async (file: string): Promise<void> => {
    const [target, half] = [absolute(file), absolute(`${file}.coming`)];
    try {
      await mkdir(path.dirname(target), { recursive: true });
      await objects.get(keyOf(file), half);
      await rename(half, target);
    } catch (error) {
      await rm(half, { force: true });
      throw error;
    }
  };
  const cache = createCache({ ...options, fetch });

  return {
    folder,
    async publish(file) {
      await objects.put(keyOf(file), absolute(file));
      await cache.add(file);
    },
    async replace(file, written) {
      await objects.put(keyOf(file), absolute(written));
      cache.drop([file]);
      await rename(absolute(written), absolute(file));
      await cache.add(file);
    },
    async remove(files) {
      cache.drop(files);
      const waiting = [...files];
      const removeNext = async (): Promise<void> => {
        for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
          await objects.remove(keyOf(file));
        }
      };
      await Promise.all(Array.from({ length: REMOVALS }, removeNext));
    },
    async list(below) {
      const keys = await objects.list(`${keyOf(below)}/`);
      return keys.map((key) => key.slice(beginning.length));
    },
    far: {
      bring: (files) => cache.hold(files),
      keepOnly: cache.keepOnly,
      interrupt: () => objects.interrupt(),
    },
  };
}
