import { createHmac } from 'node:crypto';
import type { Clock } from '../../event/clock.ts';
import { ROLES, type Role } from '../principal.ts';
import { randomSecret } from '../secrets.ts';
import { sameSecret } from './same-secret.ts';

/**
 * Sessions of browsers. The cookie holds the session itself, signed, so that it outlives a restart:
 *
 *     role "." expires (epoch ms) "." id "." HMAC-SHA256 of what stands before, base64url
 */
export interface Sessions {
  issue(role: Role): string;
  /** Null when it was not made here, has expired or was ended. */
  read(session: string): { readonly role: Role } | null;
  end(session: string): void;
}

export const SESSION_SECONDS = 30 * 24 * 60 * 60;
/** Ended sessions that are remembered until they expire by themselves. */
const MOST_ENDED = 10_000;

export function signedSessions(options: { secret: string; clock: Clock; random?: () => string }): Sessions {
  const { secret, clock, random = randomSecret } = options;
  const ended = new Map<string, number>();
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');

  function claims(session: string): { role: Role; expires: number; id: string } | null {
    const dot = session.lastIndexOf('.');
    if (dot < 0 || session.length > 200 || !sameSecret(session.slice(dot + 1), sign(session.slice(0, dot)))) {
      return null;
    }
    const [name, expires, id] = session.split('.');
    const role = ROLES.find((known) => known === name);
    if (role === undefined || id === undefined || !(Number(expires) > clock.now())) return null;
    return ended.has(id) ? null : { role, expires: Number(expires), id };
  }

  return {
    issue: (role) => {
      const text = `${role}.${clock.now() + SESSION_SECONDS * 1000}.${random()}`;
      return `${text}.${sign(text)}`;
    },
    read: claims,
    end: (session) => {
      const found = claims(session);
      if (found === null) return;
      for (const [id, expires] of ended) if (expires <= clock.now()) ended.delete(id);
      for (const oldest of ended.keys()) {
        if (ended.size < MOST_ENDED) break;
        ended.delete(oldest);
      }
      ended.set(found.id, found.expires);
    },
  };
}
