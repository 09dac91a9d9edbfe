import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from './testing/command-line.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'crosscurrent-about-'));
  mkdirSync(path.join(folder, 'data', 'secrets'), { recursive: true });
  writeFileSync(path.join(folder, 'data', 'secrets', 'collector-key'), 'the-key\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('config', () => {
  it('prints each setting with its origin, secrets masked', async () => {
    const environment = { DATABASE_URL: 'postgresql://me:hush@db:5432/x', CROSSCURRENT_PORT: '8080' };
    const { stdout } = await call('config --no-simulate', { environment });
    expect(stdout).toMatch(/^port +8080 +CROSSCURRENT_PORT /m);
    expect(stdout).toMatch(/^simulate +off +--no-simulate /m);
    expect(stdout).toMatch(/^database-url +postgresql:\/\/me:\*\*\*@db:5432\/x +DATABASE_URL /m);
    expect(stdout).toMatch(/^log-limit +10 GiB +default /m);
    const json = await call('config --json', { environment });
    expect(json.stdout).not.toContain('hush');
    expect(JSON.parse(json.stdout).settings).toContainEqual({
      name: 'port',
      value: 8080,
      origin: { kind: 'environment', where: 'CROSSCURRENT_PORT' },
      about: expect.any(String),
      allowed: 'a whole number from 0 to 65535',
      variable: 'CROSSCURRENT_PORT',
    });
  });
});

describe('doctor', () => {
  const good = { name: 'disk', state: 'good', found: 'There is room.' } as const;
  const wrong = {
    name: 'port',
    state: 'wrong',
    found: 'It is taken.',
    remedy: 'Choose another one with --port.',
  } as const;

  it('ends with 0 when nothing is wrong, else with 1', async () => {
    const fine = await call('doctor', { findings: [good] });
    expect([fine.exit, fine.stdout]).toEqual([0, 'ok     disk: There is room.\n']);
    const ill = await call('doctor', { findings: [good, wrong] });
    expect(ill.exit).toBe(1);
    expect(ill.stdout).toContain('WRONG  port: It is taken. Choose another one with --port.\n');
    const json = await call('doctor --json', { findings: [wrong] });
    expect([json.exit, JSON.parse(json.stdout)]).toEqual([1, { good: false, findings: [wrong] }]);
  });
});

describe('secret', () => {
  it('prints a secret of the data folder', async () => {
    const args = `secret collector-key --data-dir ${path.join(folder, 'data')}`;
    expect((await call(args)).stdout).toBe('the-key\n');
    expect(JSON.parse((await call(`${args} --json`)).stdout)).toEqual({
      name: 'collector-key',
      value: 'the-key',
    });
  });

  it('says when there is none yet', async () => {
    const { exit, stderr } = await call('secret api-token');
    expect([exit, stderr]).toEqual([2, expect.stringMatching(/no api-token yet.*crosscurrent start/)]);
  });
});

describe('streams', () => {
  it('lists them without opening anything', async () => {
    const { stdout, opened } = await call('streams');
    expect(stdout).toMatch(/^clicks +Clicks +4 +1 +3 +Clicks on pages\.$/m);
    expect(opened).toEqual([]);
  });

  it('shows all of one', async () => {
    const { stdout } = await call('streams clicks');
    for (const part of [
      /^id +text +required; id /m,
      /^page +text +also url /m,
      /^section +text +page /m,
      /^click_hours +hour /m,
    ]) {
      expect(stdout).toMatch(part);
    }
    expect(stdout).toContain('"page":"/shop/ring"');
  });

  it('prints the declaration as JSON', async () => {
    const one: unknown = JSON.parse((await call('streams clicks --json')).stdout);
    expect(one).toMatchObject({
      name: 'clicks',
      id: 'id',
      eventTime: 'at',
      bots: null,
      columns: [
        { name: 'id', type: 'text', required: true },
        { name: 'at' },
        { name: 'page', aliases: ['url'] },
      ],
      derived: [{ name: 'section', type: 'text', from: 'page' }],
      rollups: [
        {
          name: 'click_hours',
          grain: 'hour',
          by: ['page', 'section'],
          measures: [{ name: 'clicks', kind: 'count' }],
        },
      ],
      reports: ['top-pages', 'section-pages', 'last-clicks'],
    });
    expect(JSON.parse((await call('streams --json')).stdout)).toEqual([one]);
  });
});
