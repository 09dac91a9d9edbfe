import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type App, buildApp } from './app.ts';
import { API_TOKEN, memoryDependencies } from './testing/memory.ts';

const headers = { authorization: `Bearer ${API_TOKEN}` };

let app: App;
beforeEach(async () => {
  app = await buildApp(
    memoryDependencies().dependencies,
    { host: '127.0.0.1', logLevel: 'silent' },
    () => 'http://127.0.0.1:4700',
  );
});
afterEach(async () => {
  app.stop();
  await app.fastify.close();
});

const send = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) => {
  const answer = await app.fastify.inject({
    method,
    url,
    headers,
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: answer.statusCode, body: answer.json() };
};

const sale = { name: 'Summer sale', any: ['summer sale', '#summersale'] };

describe('campaigns', () => {
  it('are made, shown, changed and removed', async () => {
    expect(await send('GET', '/api/campaigns')).toEqual({ status: 200, body: [] });
    const made = await send('POST', '/api/campaigns', { ...sale, language: 'EN', to: '2026-01-31' });
    expect(made).toEqual({
      status: 201,
      body: {
        id: 'summer-sale',
        ...sale,
        none: [],
        language: 'en',
        platform: null,
        from: null,
        to: '2026-02-01T00:00:00Z',
        colour: '#0072b2',
        state: 'matching',
        progress: { done: 1, total: 2 },
        mentions: 0,
        createdAt: '2026-01-02T12:00:00Z',
        changedAt: '2026-01-02T12:00:00Z',
      },
    });
    expect((await send('GET', '/api/campaigns')).body).toEqual([made.body]);
    const changed = await send('PUT', '/api/campaigns/summer-sale', { to: null, none: ['garage'] });
    expect(changed).toMatchObject({ status: 200, body: { any: sale.any, none: ['garage'], to: null } });
    expect((await send('DELETE', '/api/campaigns/summer-sale')).body).toMatchObject({ id: 'summer-sale' });
    expect(await send('GET', '/api/campaigns/summer-sale')).toMatchObject({
      status: 404,
      body: { error: { code: 'not_found' } },
    });
  });

  it.each([
    [{ name: 'x', any: [] }, /'any'.*it has no word: name at least one to look for/],
    [{ name: '', any: ['a'] }, /'name'.*it is empty/],
    [{ name: 'x', any: ['!'] }, /'any\.0'.*the keyword "!" has no letter and no number to look for/],
    [
      { name: 'x', any: Array.from({ length: 10_001 }, (_, n) => `w${n}`) },
      /'any'.*it has 10,001 words, 10,000 are allowed/,
    ],
    [{ name: 'x', any: ['a'], from: '2026-02-02', to: '2026-02-01' }, /"from".*is not before "to"/],
    [{ name: 'x', any: ['a'], colour: 'red' }, /'colour'.*six hexadecimal digits/],
    [{ name: 'x', any: ['a'], more: 1 }, /more/],
  ])('are refused in clear words (%#)', async (campaign, words) => {
    const { status, body } = await send('POST', '/api/campaigns', campaign);
    expect(status).toBe(400);
    expect(body.error.message).toMatch(words);
  });

  it('of one name are refused', async () => {
    await send('POST', '/api/campaigns', sale);
    expect(await send('POST', '/api/campaigns', { ...sale, name: 'SUMMER SALE' })).toMatchObject({
      status: 400,
      body: { error: { code: 'bad_parameter' } },
    });
  });

  it('take what looks like a pattern or like SQL for plain text (A3)', async () => {
    const any = ["'; DROP TABLE campaign; --", '(a+)+$', '.*x'];
    expect((await send('POST', '/api/campaigns', { name: "x'); --", any })).body).toMatchObject({
      id: 'x',
      any,
    });
  });
});
