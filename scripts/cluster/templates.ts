import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TEMPLATES } from './jars.ts';

/**
 * Fills `${NAME}` in a text. A name without a value is a mistake of ours.
 * @param text where a line that begins with # is left as it is
 */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text
    .split('\n')
    .map((line) =>
      line.startsWith('#')
        ? line
        : line.replaceAll(/\$\{([A-Z_]+)\}/g, (_whole, name: string) => {
            const value = values[name];
            if (value === undefined) throw new Error(`no value for ${name}`);
            return String(value);
          }),
    )
    .join('\n');
}

/** Writes a file of the configuration from its template. */
export async function writeFromTemplate(
  name: string,
  target: string,
  values: Readonly<Record<string, string | number>>,
): Promise<void> {
  await writeFile(target, fill(await readFile(path.join(TEMPLATES, name), 'utf8'), values));
}
