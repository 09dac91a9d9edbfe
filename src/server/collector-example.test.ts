import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { collectorExample } from './collector-example.ts';
import { NOW, notes } from './testing/memory.ts';

const where = { url: 'http://127.0.0.1:4700', key: 'key', now: NOW };

describe('the line to paste', () => {
  it.skipIf(process.platform === 'win32')('survives a shell, quotes and all', () => {
    const example = { ...notes.example, author: `It's "me" $HOME \\ \`id\`` };
    const line = collectorExample({ ...notes, example }, where).replace(/^curl/, "printf '%s\\n'");
    const words = execFileSync('sh', ['-c', line], { encoding: 'utf8' }).trimEnd().split('\n');
    expect(words.slice(0, 6)).toEqual([
      '-sS',
      'http://127.0.0.1:4700/v1/events/notes',
      '-H',
      'Authorization: Bearer key',
      '-H',
      'Content-Type: application/json',
    ]);
    const event = JSON.parse(words[7] ?? '');
    expect(event).toMatchObject({ author: example.author, ts: NOW / 1000 });
  });

  it('sends another event each time', () => {
    expect(collectorExample(notes, where)).not.toBe(collectorExample(notes, { ...where, now: NOW + 1 }));
  });
});
