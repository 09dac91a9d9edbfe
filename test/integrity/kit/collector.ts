/** What the collector answered. */
export interface Posted {
  readonly status: number;
  readonly body: unknown;
}

export interface Collector {
  readonly url: string;
  readonly key: string;
}

/** Sends lines as NDJSON, once. Fails when the connection does. */
export async function post(
  { url, key }: Collector,
  stream: string,
  lines: readonly string[],
): Promise<Posted> {
  const response = await fetch(`${url}/v1/events/${stream}`, {
    method: 'POST',
    headers: { 'x-collector-key': key, 'content-type': 'application/x-ndjson', connection: 'close' },
    body: `${lines.join('\n')}\n`,
    signal: AbortSignal.timeout(30_000),
  });
  return { status: response.status, body: await response.json() };
}

/** Asks the API. */
export async function ask({ url }: { url: string }, token: string, route: string): Promise<Posted> {
  const response = await fetch(`${url}${route}`, {
    headers: { authorization: `Bearer ${token}`, connection: 'close' },
    signal: AbortSignal.timeout(30_000),
  });
  return { status: response.status, body: await response.json() };
}
