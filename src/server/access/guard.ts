import type { FastifyReply, FastifyRequest } from 'fastify';
import { CrosscurrentError } from '../../event/errors.ts';
import type { Principal } from '../principal.ts';
import { Refusal } from '../refusal.ts';
import { readCookie } from './cookies.ts';
import { sameOrigin } from './hosts.ts';
import { sameSecret } from './same-secret.ts';
import type { Sessions } from './sessions.ts';

/**
 * What a route asks for before it answers (A1):
 * `open` nothing, `principal` a session or the API token, `token` the API token, `collector` the collector's key.
 */
export type Access = 'open' | 'principal' | 'token' | 'collector';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A route that does not say is not open. */
    access?: Access;
    /** On every answer of the route, refusals too. */
    headers?: Readonly<Record<string, string>>;
  }
  interface FastifyRequest {
    principal: Principal | null;
  }
}

export interface GuardParts {
  readonly apiToken: string;
  readonly collectorKey: string;
  readonly sessions: Sessions;
  readonly isOwnHost: (header: string | undefined) => boolean;
  readonly cookie: () => string;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The check that runs before every route: whose host, who asks, and from where. Throws what to answer instead. */
export function guard(parts: GuardParts): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  return async function checkAccess(request) {
    if (!parts.isOwnHost(request.headers.host)) throw wrongHost();
    const access = request.routeOptions.config.access ?? 'principal';
    if (access === 'open') return;
    if (access === 'collector') {
      if (!sameSecret(collectorKey(request), parts.collectorKey)) throw wrongKey();
      return;
    }
    const principal = identify(request, parts);
    if (principal === null) throw notSignedIn();
    if (access === 'token' && principal.via !== 'token') throw needsToken();
    if (principal.via === 'session' && !SAFE.has(request.method) && !sameOrigin(request.headers)) {
      throw foreignPage();
    }
    request.principal = principal;
  };
}

function identify(request: FastifyRequest, parts: GuardParts): Principal | null {
  const token = bearer(request);
  if (token !== null) return sameSecret(token, parts.apiToken) ? { role: 'owner', via: 'token' } : null;
  const cookie = readCookie(request.headers.cookie, parts.cookie());
  const session = cookie === null ? null : parts.sessions.read(cookie);
  return session === null ? null : { role: session.role, via: 'session' };
}

function bearer(request: FastifyRequest): string | null {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

/** `?key=` is for `navigator.sendBeacon`, which cannot set headers. */
function collectorKey(request: FastifyRequest): string | null {
  const header = request.headers['x-collector-key'];
  const given = bearer(request) ?? (typeof header === 'string' ? header : null);
  if (given !== null) return given;
  const query: unknown = request.query;
  if (typeof query !== 'object' || query === null || !('key' in query)) return null;
  return typeof query.key === 'string' ? query.key : null;
}

function wrongHost(): Refusal {
  return new Refusal('bad_call', {
    status: 403,
    message: 'This server does not answer under that host name.',
    remedy: 'Use 127.0.0.1 or localhost, or allow the name in the configuration.',
  });
}

function wrongKey(): Refusal {
  return new Refusal('not_signed_in', {
    status: 401,
    message: 'The collector key is missing or wrong.',
    remedy: "Send it as 'Authorization: Bearer KEY'; it stands in secrets/collector-key of the data folder.",
    headers: { 'www-authenticate': 'Bearer realm="collector"' },
  });
}

function notSignedIn(): Refusal {
  return new Refusal('not_signed_in', {
    status: 401,
    message: 'You are not signed in.',
    remedy:
      "Open the link that 'crosscurrent start' printed, or send the token of the data folder's secrets/api-token.",
    headers: { 'www-authenticate': 'Bearer realm="api"' },
  });
}

function needsToken(): CrosscurrentError {
  return new CrosscurrentError(
    'not_signed_in',
    'This address needs the API token; a session is not enough.',
    "Send it as 'Authorization: Bearer TOKEN'; it stands in secrets/api-token of the data folder.",
  );
}

function foreignPage(): Refusal {
  return new Refusal('bad_call', {
    status: 403,
    message: "The request comes from another site's page.",
    remedy: 'Send it from the pages of this server, or with the API token.',
  });
}
