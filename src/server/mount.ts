import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { nothingHere } from './answer-errors.ts';
import { stringify } from './json.ts';
import { Refusal } from './refusal.ts';
import type { Route } from './route.ts';
import { PREFLIGHT_HEADERS } from './routes/collector.ts';

const METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

interface MountOptions {
  /** On every answer of these routes, errors too. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Browsers may ask from another site's page whether they may send. */
  readonly preflight?: boolean;
}

/** Registers routes, and for their paths what all other methods are told. */
export function mount(app: FastifyInstance, routes: readonly Route[], options: MountOptions = {}): void {
  const { headers = {}, preflight = false } = options;
  for (const route of routes) {
    app.route({
      method: route.method === 'GET' && route.head !== false ? ['GET', 'HEAD'] : route.method,
      url: fastifyPath(route.path),
      config: { access: route.access, headers },
      handler: async (request, reply) => {
        const result = await route.run(request, reply);
        if (reply.sent || result === reply) return reply;
        return reply.type('application/json; charset=utf-8').send(stringify(result));
      },
    });
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    refuseOthers(app, path, { routes: routes.filter((route) => route.path === path), headers, preflight });
  }
}

/** Addresses below which nothing but the routes is: whoever is signed in is told so. */
export function mountUnknown(app: FastifyInstance, paths: readonly string[]): void {
  for (const url of paths) {
    app.route({
      method: [...METHODS],
      url,
      config: { access: 'principal' },
      // Before the body is read, whatever it is.
      onRequest: async (request) => {
        throw nothingHere(request);
      },
      handler: (_request, reply) => reply,
    });
  }
}

function refuseOthers(
  app: FastifyInstance,
  path: string,
  { routes, headers, preflight }: Required<MountOptions> & { readonly routes: readonly Route[] },
): void {
  const own = routes.flatMap(({ method, head }): HTTPMethods[] =>
    method === 'GET' && head !== false ? ['GET', 'HEAD'] : [method],
  );
  const allow = [...own, 'OPTIONS'].join(', ');
  const access = routes.find((route) => route.access !== 'open')?.access ?? 'open';
  const others = METHODS.filter((method) => method !== 'OPTIONS' && !own.includes(method));
  const url = fastifyPath(path);
  const handler = (_request: FastifyRequest, reply: FastifyReply) => reply;
  app.route({
    method: others,
    url,
    config: { access, headers },
    onRequest: async (request) => {
      throw wrongMethod(request.method, allow);
    },
    handler,
  });
  app.route({
    method: 'OPTIONS',
    url,
    config: { access: preflight ? 'open' : access, headers },
    onRequest: async (_request, reply) => {
      await reply
        .code(204)
        .header('allow', allow)
        .headers(preflight ? PREFLIGHT_HEADERS : {})
        .send();
    },
    handler,
  });
}

function wrongMethod(method: string, allow: string): Refusal {
  return new Refusal('bad_call', {
    status: 405,
    message: `${method} is not possible here.`,
    remedy: `Use ${allow}.`,
    headers: { allow },
  });
}

/** `/api/reports/{name}` as the router writes it: `/api/reports/:name`. */
function fastifyPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
