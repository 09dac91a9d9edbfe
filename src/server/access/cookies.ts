import { SESSION_SECONDS } from './sessions.ts';

/**
 * Cookies do not know ports, so that two programs on one machine would overwrite each other's session:
 * the port is part of the name.
 */
export function cookieName(port: number): string {
  return `crosscurrent-${port}`;
}

/** The value of a cookie in a `Cookie` header; null when it is not there. */
export function readCookie(header: string | undefined, name: string): string | null {
  for (const pair of header?.split(';') ?? []) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return null;
}

/** A `Set-Cookie` header that no script can read and that no other site's page can make a browser send. */
export function sessionCookie(name: string, session: string, secure: boolean): string {
  return `${name}=${session}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${SESSION_SECONDS}${secure ? '; Secure' : ''}`;
}

/** A `Set-Cookie` header that makes the browser forget the session. */
export function noSessionCookie(name: string): string {
  return `${name}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0`;
}
