import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import type { Access } from './access/guard.ts';
import type { Answer, Route } from './route.ts';
import { errorBody } from './schemas.ts';

type Json = Readonly<Record<string, unknown>>;

const SECURITY: Readonly<Record<Access, readonly Json[]>> = {
  open: [],
  principal: [{ session: [] }, { apiToken: [] }],
  token: [{ apiToken: [] }],
  collector: [{ collectorKey: [] }, { collectorKeyHeader: [] }, { collectorKeyQuery: [] }],
};

const SECURITY_SCHEMES = {
  session: { type: 'apiKey', in: 'cookie', name: 'crosscurrent-<port>', description: 'Set by signing in' },
  apiToken: { type: 'http', scheme: 'bearer', description: 'secrets/api-token of the data folder' },
  collectorKey: { type: 'http', scheme: 'bearer', description: 'secrets/collector-key of the data folder' },
  collectorKeyHeader: { type: 'apiKey', in: 'header', name: 'X-Collector-Key' },
  collectorKeyQuery: { type: 'apiKey', in: 'query', name: 'key', description: 'For navigator.sendBeacon' },
};

/** The OpenAPI 3.1 document of the routes. */
export function openApiDocument(version: string, routes: readonly Route[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Crosscurrent',
      version,
      description: 'Streams of events, and the reports over them.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      schemas: { Error: jsonSchema(errorBody, 'output') },
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

function operation(route: Route): Json {
  const parameters = [...parametersIn('path', route.params), ...parametersIn('query', route.query)];
  const denied = route.access === 'open' ? {} : { 401: { about: 'No valid session, token or key' } };
  const answers: Readonly<Record<number, Answer>> = { ...denied, ...route.answers };
  return {
    operationId: operationId(route),
    summary: route.summary,
    security: SECURITY[route.access],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...requestBody(route),
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, answer]) => [status, response(Number(status), answer)]),
    ),
  };
}

/** `GET /api/reports/{name}/events` is `getReportsNameEvents`. */
function operationId({ method, path }: Route): string {
  const words = path.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '' && word !== 'api');
  return [method.toLowerCase(), ...words.map((word) => word[0]?.toUpperCase() + word.slice(1))].join('');
}

function requestBody(route: Route): Json {
  if (route.access === 'collector') {
    const event = { description: 'One event, an array of events, or NDJSON' };
    const content = {
      'application/json': { schema: { ...event, type: ['object', 'array'] } },
      'application/x-ndjson': { schema: { ...event, type: 'string' } },
      'text/plain': { schema: { ...event, type: 'string' } },
    };
    return { requestBody: { required: true, content } };
  }
  if (route.body === undefined) return {};
  return {
    requestBody: {
      required: true,
      content: { 'application/json': { schema: jsonSchema(route.body, 'input') } },
    },
  };
}

function response(status: number, { about, type = 'application/json', schema }: Answer): Json {
  const text = { description: about || (STATUS_CODES[status] ?? '') };
  if (schema !== undefined) return { ...text, content: { [type]: { schema: jsonSchema(schema, 'output') } } };
  if (status < 400 || type !== 'application/json') return text;
  return { ...text, content: { [type]: { schema: { $ref: '#/components/schemas/Error' } } } };
}

function parametersIn(place: 'path' | 'query', schema: z.ZodType | undefined): Json[] {
  if (schema === undefined) return [];
  const { properties, required = [], ...rest } = jsonSchema(schema, 'input');
  if (properties === undefined) {
    // Parameters whose names are not known beforehand: an object that is spread over the query.
    return [{ in: place, name: 'parameters', style: 'form', explode: true, schema: { ...rest } }];
  }
  return Object.entries(properties).map(([name, one]) => ({
    in: place,
    name,
    required: place === 'path' || required.includes(name),
    schema: one,
  }));
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _dialect, '~standard': _standard, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}
