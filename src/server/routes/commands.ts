import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CrosscurrentError } from '../../event/errors.ts';
import type { Command } from '../dependencies.ts';
import { stringify } from '../json.ts';
import { errorAnswer } from '../refusal.ts';
import { type Route, route } from '../route.ts';

/** While this much is unread, progress is left out rather than kept. */
const MOST_UNREAD_BYTES = 64 * 1024;

/** Work that another program of the same data folder asks for, because only one may have it open. */
export function commandRoutes(
  commands: Readonly<Record<string, Command>>,
  parts: { stopping: AbortSignal; onError: (error: unknown) => void },
): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/commands/{name}',
      access: 'token',
      summary: 'Does a piece of work; for the command line',
      params: z.object({ name: z.string().max(200) }),
      body: z.strictObject({ args: z.unknown() }),
      answers: {
        200: {
          about: 'Lines of {"progress"}, at last one of {"result"} or {"error"}',
          type: 'application/x-ndjson',
          schema: z.string(),
        },
        404: { about: 'No command has this name' },
      },
      handle: ({ params, body, reply }) => {
        const command = Object.hasOwn(commands, params.name) ? commands[params.name] : undefined;
        if (command === undefined) throw unknownCommand(params.name, Object.keys(commands));
        return execute(reply, (onProgress, signal) => command(body.args, onProgress, signal), parts);
      },
    }),
  ];
}

async function execute(
  reply: FastifyReply,
  work: (onProgress: (progress: unknown) => void, signal: AbortSignal) => Promise<unknown>,
  { stopping, onError }: { stopping: AbortSignal; onError: (error: unknown) => void },
): Promise<FastifyReply> {
  const gone = new AbortController();
  const out = reply.raw;
  const onClose = () => gone.abort();
  out.on('close', onClose);
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) out.setHeader(name, value);
  }
  reply.hijack();
  out.writeHead(200, { 'content-type': 'application/x-ndjson' });
  out.flushHeaders();
  const write = (line: unknown) => out.write(`${stringify(line)}\n`);
  const onProgress = (progress: unknown) => {
    if (!gone.signal.aborted && out.writableLength < MOST_UNREAD_BYTES) write({ progress });
  };
  try {
    const result = await work(onProgress, AbortSignal.any([gone.signal, stopping]));
    write({ result: result ?? null });
  } catch (error) {
    const answer = errorAnswer(error);
    if (answer.unexpected) onError(error);
    write(answer.body);
  } finally {
    out.off('close', onClose);
    out.end();
  }
  return reply;
}

function unknownCommand(name: string, known: readonly string[]): CrosscurrentError {
  return new CrosscurrentError(
    'not_found',
    `There is no command '${name.slice(0, 80)}'.`,
    `Commands: ${known.join(', ')}.`,
  );
}
