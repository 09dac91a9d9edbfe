import { describe, expect, it } from 'vitest';
import { fixedClock } from '../../event/clock.ts';
import { SESSION_SECONDS, signedSessions } from './sessions.ts';

const secret = 'a secret of these tests';

describe('signed sessions', () => {
  it('outlive a restart', () => {
    const clock = fixedClock(1000);
    const session = signedSessions({ secret, clock }).issue('owner');
    expect(signedSessions({ secret, clock }).read(session)).toMatchObject({ role: 'owner' });
  });

  it('are of no use when a letter is changed, or the secret is another', () => {
    const clock = fixedClock(1000);
    const sessions = signedSessions({ secret, clock });
    const session = sessions.issue('owner');
    for (let at = 0; at < session.length; at += 1) {
      const letter = session[at] === 'A' ? 'B' : 'A';
      const forged = `${session.slice(0, at)}${letter}${session.slice(at + 1)}`;
      // The last letter of base64 has bits that mean nothing, but the text is compared, not the bits.
      expect(sessions.read(forged)).toBe(null);
    }
    expect(signedSessions({ secret: 'another', clock }).read(session)).toBe(null);
    for (const broken of ['', '.', '...', 'owner.9999999999999.x.', session.slice(0, -1), `${session}x`]) {
      expect(sessions.read(broken)).toBe(null);
    }
  });

  it('expire', () => {
    const clock = fixedClock(1000);
    const sessions = signedSessions({ secret, clock });
    const session = sessions.issue('owner');
    clock.set(999 + SESSION_SECONDS * 1000);
    expect(sessions.read(session)).not.toBe(null);
    clock.set(1000 + SESSION_SECONDS * 1000);
    expect(sessions.read(session)).toBe(null);
  });

  it('end when somebody signs out, and only theirs', () => {
    const sessions = signedSessions({ secret, clock: fixedClock(1000) });
    const [mine, yours] = [sessions.issue('owner'), sessions.issue('owner')];
    sessions.end(mine);
    expect(sessions.read(mine)).toBe(null);
    expect(sessions.read(yours)).not.toBe(null);
  });
});
