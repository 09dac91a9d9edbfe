import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { CrosscurrentError } from '../event/errors.ts';
import type { Access } from './access/guard.ts';

/** An answer of a route: its status, what it means, and what it holds (JSON unless `type` says otherwise). */
export interface Answer {
  readonly about: string;
  readonly type?: string;
  readonly schema?: z.ZodType;
}

/** What a handler is given: its inputs checked, and the request for what is no input. */
export interface Call<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

interface RouteSpec<P, Q, B> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `{name}` for a part that varies. */
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  readonly params?: z.ZodType<P>;
  readonly query?: z.ZodType<Q>;
  readonly body?: z.ZodType<B>;
  /** By status; the errors that every route has are added. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** False for a GET that does something, or never ends: it is not asked for its headers alone. */
  readonly head?: false;
  /** What it returns is sent as JSON with status 200, unless it has sent something itself. */
  readonly handle: (call: Call<P, Q, B>) => unknown;
}

/** One address of the API: what it takes, what it answers and who may ask. The API document is made from these. */
export interface Route extends Omit<RouteSpec<never, never, never>, 'handle' | 'params' | 'query' | 'body'> {
  readonly params: z.ZodType | undefined;
  readonly query: z.ZodType | undefined;
  readonly body: z.ZodType | undefined;
  /** Checks the inputs and handles the request. */
  readonly run: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
}

/** Declares a route; its inputs are checked against their schemas before its handler sees them. */
export function route<P = undefined, Q = undefined, B = undefined>(spec: RouteSpec<P, Q, B>): Route {
  const { handle, params, query, body, ...rest } = spec;
  return {
    ...rest,
    params,
    query,
    body,
    run: async (request, reply) =>
      handle({
        params: check(params, request.params, 'address'),
        query: check(query, request.query, 'parameter'),
        body: check(body, request.body, 'body'),
        request,
        reply,
      }),
  };
}

function check<T>(schema: z.ZodType<T> | undefined, value: unknown, what: string): T;
function check(schema: z.ZodType | undefined, value: unknown, what: string): unknown {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue === undefined || issue.path.length === 0 ? what : `${what} '${issue.path.join('.')}'`;
  throw new CrosscurrentError(
    what === 'parameter' ? 'bad_parameter' : 'bad_call',
    `The ${place} cannot be used: ${(issue?.message ?? 'it is wrong').slice(0, 300)}.`,
    'See /api/openapi.json for what this address takes.',
  );
}
