import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type App, buildApp } from './app.ts';
import { API_TOKEN, COLLECTOR_KEY, memoryDependencies } from './testing/memory.ts';

const schema = z.record(z.string(), z.unknown());
const OpenApi = z.object({
  openapi: z.literal('3.1.0'),
  info: z.object({ title: z.string(), version: z.string() }),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        summary: z.string(),
        parameters: z.array(z.object({ in: z.string(), name: z.string(), schema })).optional(),
        responses: z.record(
          z.string(),
          z.object({
            description: z.string().min(1),
            content: z.record(z.string(), z.object({ schema })).optional(),
          }),
        ),
      }),
    ),
  ),
  components: z.object({ schemas: z.object({ Error: schema }), securitySchemes: schema }),
});

let app: App;
let document: z.infer<typeof OpenApi>;
let signInCode = '';
beforeAll(async () => {
  const { dependencies } = memoryDependencies();
  signInCode = dependencies.oneTimeCodes.issue();
  app = await buildApp(
    dependencies,
    { host: '127.0.0.1', logLevel: 'silent' },
    () => 'http://127.0.0.1:4700',
  );
  document = OpenApi.parse((await send({ method: 'GET', url: '/api/openapi.json' })).json());
});
afterAll(async () => {
  app.stop();
  await app.fastify.close();
});

const send = (options: InjectOptions) =>
  app.fastify.inject({ ...options, headers: { authorization: `Bearer ${API_TOKEN}`, ...options.headers } });

const collect = (payload: string): InjectOptions => ({
  method: 'POST',
  url: '/v1/events/notes',
  payload,
  headers: { authorization: `Bearer ${COLLECTOR_KEY}`, 'content-type': 'application/x-ndjson' },
});

const campaign = (method: 'POST' | 'PUT', url: string, payload: object): InjectOptions => ({
  method,
  url,
  payload,
});

/** One request for each operation and for what else it answers; live updates are tried over a real connection. */
const REQUESTS: readonly (readonly [operation: string, status: number, request: () => InjectOptions])[] = [
  ['getHealth', 200, () => ({ method: 'GET', url: '/api/health' })],
  ['getSignIn', 303, () => ({ method: 'GET', url: `/sign-in?code=${signInCode}` })],
  ['getSignIn', 401, () => ({ method: 'GET', url: '/sign-in?code=x' })],
  ['postSession', 200, () => ({ method: 'POST', url: '/api/session', payload: { token: API_TOKEN } })],
  ['postSession', 401, () => ({ method: 'POST', url: '/api/session', payload: { token: 'x' } })],
  ['getSession', 200, () => ({ method: 'GET', url: '/api/session' })],
  ['deleteSession', 204, () => ({ method: 'DELETE', url: '/api/session' })],
  ['getStreams', 200, () => ({ method: 'GET', url: '/api/streams' })],
  ['getReports', 200, () => ({ method: 'GET', url: '/api/reports' })],
  ['getReportsName', 200, () => ({ method: 'GET', url: '/api/reports/authors' })],
  ['getReportsName', 400, () => ({ method: 'GET', url: '/api/reports/authors?limit=0' })],
  ['getReportsName', 404, () => ({ method: 'GET', url: '/api/reports/nothing' })],
  ['getReportsNameExplanation', 200, () => ({ method: 'GET', url: '/api/reports/authors/explanation' })],
  ['getReportsNameEvents', 200, () => ({ method: 'GET', url: '/api/reports/authors/events' })],
  ['getAudit', 200, () => ({ method: 'GET', url: '/api/audit' })],
  ['getAudit', 401, () => ({ method: 'GET', url: '/api/audit', headers: { authorization: 'Bearer x' } })],
  ['getDeadLetters', 200, () => ({ method: 'GET', url: '/api/dead-letters' })],
  [
    'postDeadLettersReplay',
    200,
    () => ({ method: 'POST', url: '/api/dead-letters/replay', payload: { stream: 'notes' } }),
  ],
  ['getCampaigns', 200, () => ({ method: 'GET', url: '/api/campaigns' })],
  ['postCampaigns', 201, () => campaign('POST', '/api/campaigns', { name: 'Sale', any: ['sale'] })],
  ['postCampaigns', 400, () => campaign('POST', '/api/campaigns', { name: 'Other', any: [] })],
  ['getCampaignsId', 200, () => ({ method: 'GET', url: '/api/campaigns/sale' })],
  ['getCampaignsId', 404, () => ({ method: 'GET', url: '/api/campaigns/other' })],
  ['putCampaignsId', 200, () => campaign('PUT', '/api/campaigns/sale', { to: '2026-01-31' })],
  ['putCampaignsId', 400, () => campaign('PUT', '/api/campaigns/sale', { to: 'soon' })],
  ['deleteCampaignsId', 200, () => ({ method: 'DELETE', url: '/api/campaigns/sale' })],
  ['deleteCampaignsId', 404, () => ({ method: 'DELETE', url: '/api/campaigns/sale' })],
  ['postCommandsName', 200, () => ({ method: 'POST', url: '/api/commands/echo', payload: { args: 1 } })],
  ['postCommandsName', 404, () => ({ method: 'POST', url: '/api/commands/nothing', payload: { args: 1 } })],
  ['getOpenapiJson', 200, () => ({ method: 'GET', url: '/api/openapi.json' })],
  ['getMetrics', 200, () => ({ method: 'GET', url: '/metrics' })],
  ['postV1EventsStream', 202, () => collect('{"id":1}\n')],
  ['postV1EventsStream', 202, () => collect('nonsense\n'.repeat(150))],
  ['postV1EventsStream', 400, () => collect('')],
];

const operations = () => Object.values(document.paths).flatMap((path) => Object.values(path));

describe('the API document', () => {
  it('names every route once, and nothing else', () => {
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    const tried = new Set(REQUESTS.map(([operation]) => operation));
    expect(
      operations()
        .map(({ operationId }) => operationId)
        .filter((id) => !tried.has(id)),
    ).toEqual(['getLive']);
    const registered = app.registered.map(({ method, path }) => `${method} ${path}`);
    expect(documented.filter((one) => !registered.includes(one))).toEqual([]);
    expect(new Set(operations().map(({ operationId }) => operationId)).size).toBe(documented.length);
  });

  it.each(REQUESTS)('%s, %i: what is answered is what it says', async (operationId, status, request) => {
    const operation = operations().find((one) => one.operationId === operationId);
    const answer = await send(request());
    expect(answer.statusCode).toBe(status);
    const documented = operation?.responses[String(status)];
    expect(documented, `${operationId} does not name ${status}`).toBeDefined();
    const type = String(answer.headers['content-type'] ?? '').split(';')[0] ?? '';
    const content = documented?.content?.[type]?.schema;
    if (type === 'application/json') {
      expect(content, `${operationId} has no schema for ${status}`).toBeDefined();
      const stated = content?.['$ref'] === undefined ? content : document.components.schemas.Error;
      const result = z.fromJSONSchema(strict(stated)).safeParse(answer.json());
      expect(result.error?.issues ?? []).toEqual([]);
    } else if (answer.body !== '' && documented?.content !== undefined) expect(content).toBeDefined();
  });
});

/** As the schema, but a field that is not named is an error: what is answered and not documented should be noticed. */
function strict(value: unknown): Record<string, unknown> {
  const walk = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(walk);
    if (typeof one !== 'object' || one === null) return one;
    const entries = Object.entries(one).map(([key, inner]) => [key, walk(inner)]);
    return {
      ...Object.fromEntries(entries),
      ...('properties' in one ? { additionalProperties: false } : {}),
    };
  };
  return schema.parse(walk(value));
}
