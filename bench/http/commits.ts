import http from 'node:http';

/** Calls the listener at each `commit` of `/api/live` until the answer is called. */
export async function listenToCommits(
  server: { url: string; apiToken: string },
  onCommit: () => void,
): Promise<() => void> {
  const request = http.get(`${server.url}/api/live`, {
    headers: { authorization: `Bearer ${server.apiToken}` },
  });
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject);
  });
  if (response.statusCode !== 200) throw new Error(`/api/live answered ${response.statusCode}`);
  let rest = '';
  response.setEncoding('utf8');
  response.on('error', () => undefined);
  request.on('error', () => undefined);
  response.on('data', (text: string) => {
    const messages = `${rest}${text}`.split('\n\n');
    rest = messages.pop() ?? '';
    for (const message of messages) if (message.startsWith('event: commit\n')) onCommit();
  });
  return () => request.destroy();
}
