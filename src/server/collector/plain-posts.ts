import type { IncomingMessage, ServerResponse } from 'node:http';
import { sameSecret } from '../access/same-secret.ts';
import { stringify } from '../json.ts';
import { errorAnswer } from '../refusal.ts';
import { type CollectorParts, collect } from './collect.ts';
import { answerText } from './judge.ts';

/** Answers a request if it is a plain post; false leaves it to the routes, untouched. */
export type PlainPosts = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface PlainPostsOptions extends CollectorParts {
  readonly collectorKey: string;
  readonly isOwnHost: (header: string | undefined) => boolean;
  /** On every answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** False once the server is about to close: the framework says so to those who come then. */
  readonly isOpen: () => boolean;
  readonly onBug: (error: unknown) => void;
}

const JSON_TYPE = ['content-type', 'application/json; charset=utf-8'];

/**
 * Posts whose head has nothing that needs a second look: to the address of a stream as it is written, under a name of this
 * server, with the key where it belongs. For those the framework's hooks, routing and reply cost as much as all the rest
 * of a post with one event. Every other one, among them all that are to be refused for their head, goes on to the route.
 */
export function plainPosts(options: PlainPostsOptions): PlainPosts {
  const { isOwnHost, isOpen, headers } = options;
  const streams = new Map([...options.streams.keys()].map((name) => [`/v1/events/${name}`, name]));
  const authorization = `Bearer ${options.collectorKey}`;
  const common = [...JSON_TYPE, ...Object.entries(headers).flat()];
  return (request, response) => {
    const stream = request.method === 'POST' ? streams.get(request.url ?? '') : undefined;
    if (stream === undefined || !isOpen() || !isOwnHost(request.headers.host)) return false;
    if (!sameSecret(request.headers.authorization, authorization)) return false;
    collect(request, stream, options).then(
      (answer) => send(response, { status: 202, headers: common, body: answerText(answer) }),
      (error: unknown) => {
        const refused = errorAnswer(error);
        if (refused.unexpected) options.onBug(error);
        const all = { ...headers, 'cache-control': 'no-store', ...refused.headers };
        const flat = [...JSON_TYPE, ...Object.entries(all).flat()];
        send(response, { status: refused.status, headers: flat, body: stringify(refused.body) });
      },
    );
    return true;
  };
}

function send(
  response: ServerResponse,
  { status, headers, body }: { status: number; headers: readonly string[]; body: string },
): void {
  if (response.destroyed) return;
  response.writeHead(status, [...headers, 'content-length', String(Buffer.byteLength(body))]).end(body);
}
