import { createServer, type RequestListener, type Server } from 'node:http';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { pino } from 'pino';
import { signInAttempts } from './access/attempts.ts';
import { cookieName } from './access/cookies.ts';
import { guard } from './access/guard.ts';
import { hostCheck } from './access/hosts.ts';
import { signedSessions } from './access/sessions.ts';
import { answerError, answerErrors, answerMalformed } from './answer-errors.ts';
import { byteBudget } from './collector/byte-budget.ts';
import { collectorCounts } from './collector/counts.ts';
import { DEFAULT_MAX_BODY_BYTES } from './collector/limits.ts';
import { type PlainPosts, plainPosts } from './collector/plain-posts.ts';
import { plainCheck } from './collector/plainly-accepted.ts';
import type { ServerDependencies } from './dependencies.ts';
import { broadcast } from './live/broadcast.ts';
import { mount, mountUnknown } from './mount.ts';
import type { Route } from './route.ts';
import { auditRoutes } from './routes/audit.ts';
import { campaignRoutes } from './routes/campaigns.ts';
import { CORS_HEADERS, collectorRoutes, readCollectorBodies } from './routes/collector.ts';
import { commandRoutes } from './routes/commands.ts';
import { deadLetterRoutes } from './routes/dead-letters.ts';
import { healthRoutes } from './routes/health.ts';
import { liveRoutes } from './routes/live.ts';
import { metrics } from './routes/metrics.ts';
import { openApiRoutes } from './routes/openapi.ts';
import { reportRoutes } from './routes/reports.ts';
import { sessionRoutes } from './routes/session.ts';
import { streamRoutes } from './routes/streams.ts';
import { webApp } from './routes/web-app.ts';
import { SECURITY_HEADERS, securityHeaders } from './security-headers.ts';

export interface AppOptions {
  readonly host: string;
  /** Where people reach it, when a proxy stands before it, such as `https://figures.example.org`. */
  readonly publicUrl?: string | undefined;
  /** Further host names to answer under, on a loopback address. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Largest body for the collector, in bytes; default 10 MiB. */
  readonly maxBodyBytes?: number | undefined;
  /** How long a sender may take, in milliseconds; looked at every `check`. */
  readonly timeouts?:
    | { readonly headers: number; readonly request: number; readonly check: number }
    | undefined;
  /** Where the log goes; default standard error. */
  readonly logTo?: { write(line: string): void } | undefined;
  /** Default `error`. */
  readonly logLevel?: 'silent' | 'error' | 'warn' | 'info' | 'debug' | undefined;
}

export interface App {
  readonly fastify: FastifyInstance;
  /** Every method and path that is answered, whoever registered it. */
  readonly registered: readonly { readonly method: string; readonly path: string }[];
  /** Ends live updates and running commands, which would else hold up `fastify.close()`. */
  stop(): void;
}

/** Bodies that the collector holds at the same time, beyond which senders wait. */
const BODIES_BYTES = 256 * 1024 * 1024;
const TIMEOUTS = { headers: 10_000, request: 60_000, check: 2_000 };
/** A sender may be silent for so long between two requests: longer than the minute of most proxies. */
const KEEP_ALIVE_MS = 72_000;

/** The server with all its routes, not listening yet. */
export async function buildApp(
  dependencies: ServerDependencies,
  options: AppOptions,
  url: (fastify: FastifyInstance) => string,
): Promise<App> {
  const log: FastifyBaseLogger = pino(
    { level: options.logLevel ?? 'error', base: { part: 'server' } },
    options.logTo ?? pino.destination(2),
  );
  const timeouts = options.timeouts ?? TIMEOUTS;
  let takesPlainPost: PlainPosts = () => false;
  const fastify = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    serverFactory: (handle) =>
      httpServer(timeouts, (request, response) => {
        if (!takesPlainPost(request, response)) handle(request, response);
      }),
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    bodyLimit: 8 * 1024 * 1024,
    clientErrorHandler: answerMalformed,
    frameworkErrors: answerError,
  });
  const registered: { method: string; path: string }[] = [];
  fastify.addHook('onRoute', ({ method, url: path }) => {
    for (const one of [method].flat()) registered.push({ method: one, path });
  });
  answerErrors(fastify);

  const onError = (error: unknown) => log.error({ err: error }, 'background work failed');
  const stopping = new AbortController();
  const live = broadcast(dependencies, onError);
  const { catalogue, secrets, clock, version } = dependencies;
  const counts = collectorCounts(catalogue.map(({ name }) => name));
  const cookie = () => cookieName(portOf(fastify));
  const sessions = signedSessions({ secret: secrets.sessionSecret, clock });

  fastify.decorateRequest('principal', null);
  fastify.addHook('onRequest', securityHeaders);
  const isOwnHost = hostCheck(options.host, allowedHosts(options));
  fastify.addHook('onRequest', guard({ ...secrets, sessions, cookie, isOwnHost }));

  const measured = metrics({ ...dependencies, collector: counts, live });
  const parts = {
    ...dependencies,
    streams: new Map(catalogue.map((stream) => [stream.name, { stream, isPlain: plainCheck(stream) }])),
    maxBodyBytes: options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES,
    budget: byteBudget(BODIES_BYTES),
    counts,
  };
  const collector = collectorRoutes(parts);
  takesPlainPost = plainPosts({
    ...parts,
    isOwnHost,
    collectorKey: secrets.collectorKey,
    headers: { ...SECURITY_HEADERS, ...CORS_HEADERS },
    isOpen: () => !stopping.signal.aborted,
    onBug: (error) => log.error({ err: error }, 'a request failed'),
  });
  const api: readonly Route[] = [
    ...healthRoutes(version),
    ...sessionRoutes({
      ...dependencies,
      sessions,
      cookie,
      apiToken: secrets.apiToken,
      attempts: signInAttempts(clock),
      secureCookies: options.publicUrl?.startsWith('https:') ?? false,
    }),
    ...streamRoutes({ ...dependencies, url: () => options.publicUrl?.replace(/\/$/, '') ?? url(fastify) }),
    ...reportRoutes(dependencies.reports),
    ...auditRoutes(dependencies),
    ...deadLetterRoutes(dependencies.deadLetters),
    ...campaignRoutes(dependencies.campaigns),
    ...liveRoutes(live),
    ...commandRoutes(dependencies.commands, { stopping: stopping.signal, onError }),
    ...openApiRoutes(version, () => [...api, ...collector]),
    ...measured.routes,
  ];

  await fastify.register(async (scope) => {
    scope.addHook('onResponse', async (request, reply) => {
      const { url: path = 'unknown' } = request.routeOptions;
      const seconds = reply.elapsedTime / 1000;
      measured.record({ route: path, method: request.method, status: reply.statusCode, seconds });
    });
    mount(scope, api);
    mountUnknown(scope, ['/api', '/api/*', '/v1', '/v1/*']);
    await scope.register((pages) => webApp(pages, dependencies.webRoot));
  });
  await fastify.register(async (scope) => {
    readCollectorBodies(scope);
    mount(scope, collector, { headers: CORS_HEADERS, preflight: true });
  });
  return {
    fastify,
    registered,
    stop: () => {
      stopping.abort();
      live.close();
    },
  };
}

function httpServer(timeouts: NonNullable<AppOptions['timeouts']>, answer: RequestListener): Server {
  return createServer(
    {
      headersTimeout: timeouts.headers,
      requestTimeout: timeouts.request,
      connectionsCheckingInterval: timeouts.check,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    answer,
  );
}

/** The port that is listened on; 0 before that. */
export function portOf(fastify: FastifyInstance): number {
  const address = fastify.server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function allowedHosts({ publicUrl, allowedHosts: names = [] }: AppOptions): readonly string[] {
  const own = publicUrl === undefined ? null : URL.parse(publicUrl);
  return own === null ? names : [...names, own.hostname];
}
