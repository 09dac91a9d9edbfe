/** Whether a host name or address is this machine's own, reachable from nowhere else. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name)
  );
}

/** The host of a `Host` header without its port, in lower case; null when it is no host. */
export function hostName(header: string | undefined): string | null {
  const match = /^(\[[0-9a-f:.]+\]|[^:/?#@\s]+)(?::\d{1,5})?$/i.exec(header ?? '');
  return match?.[1]?.toLowerCase() ?? null;
}

/**
 * Decides which `Host` headers are answered. A page of any site can point its own name at 127.0.0.1 and then read
 * what a loopback server says (DNS rebinding), so there only names that mean this machine are answered, and those
 * that were allowed. A server that is bound to the network is known by names it cannot guess; sessions
 * protect it, for a cookie is tied to the name under which it was set.
 */
export function hostCheck(
  bound: string,
  allowed: readonly string[],
): (header: string | undefined) => boolean {
  const names = new Set(allowed.map((name) => name.toLowerCase()));
  const open = !isLoopback(bound) && names.size === 0;
  return (header) => {
    const name = hostName(header);
    return name !== null && (open || isLoopback(name) || names.has(name));
  };
}

/** Whether a request that a browser sends came from a page of the same origin (the scheme aside: a proxy may end TLS). */
export function sameOrigin(headers: {
  readonly origin?: string | undefined;
  readonly host?: string | undefined;
  readonly 'sec-fetch-site'?: string | string[] | undefined;
}): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  if (headers.origin === undefined) return site === 'same-origin';
  const origin = URL.parse(headers.origin);
  const own = URL.parse(`${origin?.protocol ?? 'http:'}//${headers.host ?? ''}`);
  return origin !== null && own !== null && origin.host !== '' && origin.host === own.host;
}
