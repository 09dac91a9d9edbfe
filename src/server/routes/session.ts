import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CrosscurrentError } from '../../event/errors.ts';
import type { Attempts } from '../access/attempts.ts';
import { noSessionCookie, readCookie, sessionCookie } from '../access/cookies.ts';
import { sameOrigin } from '../access/hosts.ts';
import type { OneTimeCodes } from '../access/one-time-codes.ts';
import { sameSecret } from '../access/same-secret.ts';
import type { Sessions } from '../access/sessions.ts';
import { Refusal } from '../refusal.ts';
import { type Route, route } from '../route.ts';
import { session } from '../schemas.ts';

export interface SessionParts {
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly oneTimeCodes: OneTimeCodes;
  readonly apiToken: string;
  readonly cookie: () => string;
  readonly secureCookies: boolean;
}

/** Signing in and out. */
export function sessionRoutes(parts: SessionParts): readonly Route[] {
  return [signInByLink(parts), signInByToken(parts), whoAmI(), signOut(parts)];
}

function signInByLink(parts: SessionParts): Route {
  return route({
    method: 'GET',
    path: '/sign-in',
    head: false,
    access: 'open',
    summary: 'Signs in with a code that works once, and goes on to the pages',
    query: z.object({ code: z.string().max(200).default('') }),
    answers: {
      303: { about: 'Signed in: the cookie is set' },
      401: { about: 'The code was used before, or is older than ten minutes', type: 'text/html' },
      429: { about: 'Too many failures: wait as long as Retry-After says' },
    },
    handle: ({ query, request, reply }) => {
      refuseTooMany(parts, request);
      const signedIn = parts.oneTimeCodes.redeem(query.code);
      if (signedIn) startSession(parts, reply);
      else if (!hasSession(parts, request)) {
        parts.attempts.failed(request.ip);
        return reply.code(401).type('text/html; charset=utf-8').send(STALE_LINK);
      }
      return reply.redirect('/', 303);
    },
  });
}

function signInByToken(parts: SessionParts): Route {
  return route({
    method: 'POST',
    path: '/api/session',
    access: 'open',
    summary: 'Signs in with the API token',
    body: z.strictObject({ token: z.string().max(200) }),
    answers: {
      200: { about: 'Signed in: the cookie is set', schema: session },
      401: { about: 'The token is wrong' },
      429: { about: 'Too many failures: wait as long as Retry-After says' },
    },
    handle: ({ body, request, reply }) => {
      refuseTooMany(parts, request);
      if (request.headers.origin !== undefined && !sameOrigin(request.headers)) throw foreignSignIn();
      if (!sameSecret(body.token.trim(), parts.apiToken)) {
        parts.attempts.failed(request.ip);
        throw new CrosscurrentError(
          'not_signed_in',
          'This is not the API token.',
          "It stands in the file secrets/api-token of the data folder; 'crosscurrent start' prints a link that needs none.",
        );
      }
      startSession(parts, reply);
      return { signedIn: true, role: 'owner' };
    },
  });
}

function whoAmI(): Route {
  return route({
    method: 'GET',
    path: '/api/session',
    access: 'principal',
    summary: 'Who is signed in',
    answers: { 200: { about: 'Somebody is', schema: session } },
    handle: ({ request }) => ({ signedIn: true, role: request.principal?.role }),
  });
}

function signOut(parts: SessionParts): Route {
  return route({
    method: 'DELETE',
    path: '/api/session',
    access: 'principal',
    summary: 'Signs out',
    answers: { 204: { about: 'Signed out: the session is of no use any more' } },
    handle: ({ request, reply }) => {
      const cookie = readCookie(request.headers.cookie, parts.cookie());
      if (cookie !== null) parts.sessions.end(cookie);
      return reply.header('set-cookie', noSessionCookie(parts.cookie())).code(204).send();
    },
  });
}

function startSession(parts: SessionParts, reply: FastifyReply): void {
  const value = parts.sessions.issue('owner');
  reply.header('set-cookie', sessionCookie(parts.cookie(), value, parts.secureCookies));
}

function hasSession(parts: SessionParts, request: FastifyRequest): boolean {
  const cookie = readCookie(request.headers.cookie, parts.cookie());
  return cookie !== null && parts.sessions.read(cookie) !== null;
}

function refuseTooMany(parts: SessionParts, request: FastifyRequest): void {
  const seconds = parts.attempts.wait(request.ip);
  if (seconds === 0) return;
  throw new Refusal('not_signed_in', {
    status: 429,
    message: 'Too many sign-ins have failed.',
    remedy: `Wait ${seconds} seconds and try again.`,
    headers: { 'retry-after': String(seconds) },
  });
}

function foreignSignIn(): Refusal {
  return new Refusal('bad_call', {
    status: 403,
    message: "The sign-in comes from another site's page.",
    remedy: 'Sign in on the pages of this server.',
  });
}

const STALE_LINK = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Crosscurrent</title>
<h1>This link does not work any more</h1>
<p>A sign-in link works once, within ten minutes. <a href="/">Sign in with the API token</a> instead,
or restart <code>crosscurrent start</code> for a new link.</p>
`;
