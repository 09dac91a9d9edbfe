import { createHash } from 'node:crypto';
import { parseAccessLogLine } from '../../enrich/access-log.ts';

/**
 * A line of an Apache or nginx `combined` log as an event: each request is a `page_view`. The log
 * has no ids, so the line's hash is the id (loading a log twice adds nothing), and the visitor is
 * the hash of address and user agent, as log analysers do. Null when the line does not parse.
 */
export function combinedToEvent(line: string): string | null {
  const request = parseAccessLogLine(line);
  if (request === null) return null;
  return JSON.stringify({
    id: hash(line),
    collection: 'page_view',
    current_url: request.path,
    referrer_url: request.referrer ?? '',
    device_id: hash(`${request.host} ${request.userAgent ?? ''}`),
    ip: request.host,
    time_stamp: request.time,
    user_agent: request.userAgent ?? '',
    method: request.method,
    status: request.status,
    bytes: request.bytes,
  });
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
