import { createHash } from 'node:crypto';
import { parseAccessLogLine } from '../../enrich/access-log.ts';
import { type Adapted, type Adapter, rejected } from '../contract.ts';

/** `host ident user [time] "request"` at the start of a line. */
const ACCESS_LINE = /^\S+ \S+ \S+ \[[^\]]+\] "/;

/** How much of a first line decides. */
const LOOKED_AT = 4096;

/** The access log of Apache and nginx. */
export const combined: Adapter = {
  name: 'combined',
  stream: 'web-behaviour',
  about: 'an access log of Apache or nginx',
  unit: 'line',
  endings: ['log'],
  recognises: ({ text }) => ACCESS_LINE.test(text.slice(0, LOOKED_AT)),
  adapt: ({ text }) => [adaptLine(text)],
};

/**
 * A line of the log as an event: each request is a `page_view`. The log has no ids, so the line's hash is the id
 * (loading a log twice adds nothing), and the visitor is the hash of address and user agent, as log analysers do.
 */
function adaptLine(line: string): Adapted {
  const request = parseAccessLogLine(line);
  if (request === null) return rejected('not_a_row');
  return {
    outcome: 'event',
    event: {
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
    },
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
