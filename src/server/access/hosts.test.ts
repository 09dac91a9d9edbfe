import { describe, expect, it } from 'vitest';
import { hostCheck, hostName, isLoopback, sameOrigin } from './hosts.ts';

describe('loopback names', () => {
  it.each(['localhost', 'LOCALHOST', 'app.localhost', '127.0.0.1', '127.1.2.3', '::1', '[::1]'])(
    '%s is one',
    (host) => expect(isLoopback(host)).toBe(true),
  );

  it.each(['0.0.0.0', '127.0.0.1.example.org', 'localhost.example.org', '10.0.0.1', '::', ''])(
    '%s is none',
    (host) => expect(isLoopback(host)).toBe(false),
  );
});

describe('the host header', () => {
  it.each([
    ['localhost:4700', 'localhost'],
    ['Localhost', 'localhost'],
    ['[::1]:4700', '[::1]'],
    ['user@localhost', null],
    ['localhost:4700/path', null],
    ['local host', null],
    ['', null],
    [undefined, null],
  ])('%s names %s', (header, name) => expect(hostName(header)).toBe(name));

  it('has to mean this machine when the server is bound to it', () => {
    const isOwn = hostCheck('127.0.0.1', ['figures.example.org']);
    expect(isOwn('127.0.0.1:4700')).toBe(true);
    expect(isOwn('Figures.Example.org')).toBe(true);
    expect(isOwn('evil.example.com:4700')).toBe(false);
    expect(isOwn('127.0.0.1.evil.example.com')).toBe(false);
    expect(isOwn(undefined)).toBe(false);
  });

  it('may be any on the network, unless names are given', () => {
    expect(hostCheck('0.0.0.0', [])('shop.example.org')).toBe(true);
    expect(hostCheck('0.0.0.0', ['a.example.org'])('b.example.org')).toBe(false);
  });
});

describe('the origin of a request', () => {
  const host = '127.0.0.1:4700';

  it.each([
    [{ host, origin: 'http://127.0.0.1:4700' }, true],
    [{ host, origin: 'http://127.0.0.1:4700', 'sec-fetch-site': 'same-origin' }, true],
    [{ host: 'a.example.org', origin: 'https://a.example.org' }, true],
    [{ host: 'a.example.org:443', origin: 'https://a.example.org' }, true],
    // Another port is the same site, which a SameSite cookie does not hold back.
    [{ host, origin: 'http://127.0.0.1:3000' }, false],
    [{ host, origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-site' }, false],
    [{ host, origin: 'http://127.0.0.1:4700', 'sec-fetch-site': 'cross-site' }, false],
    [{ host, origin: 'null' }, false],
    [{ host, origin: 'nonsense' }, false],
    [{ host }, false],
    [{ host, 'sec-fetch-site': 'same-origin' }, true],
  ])('%o is the same: %s', (headers, same) => expect(sameOrigin(headers)).toBe(same));
});
