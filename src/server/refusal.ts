import { CrosscurrentError, ERROR_CODES, type ErrorCode } from '../event/errors.ts';

/** An error whose status says more than its code: 403, 405, 429, or 503 where to wait helps. */
export class Refusal extends CrosscurrentError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ErrorCode,
    spec: { status: number; message: string; remedy: string; headers?: Readonly<Record<string, string>> },
  ) {
    super(code, spec.message, spec.remedy);
    this.name = 'Refusal';
    this.status = spec.status;
    this.headers = spec.headers ?? {};
  }
}

export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly error: { code: ErrorCode; message: string; remedy: string } };
  /** A bug or broken machinery, rather than a wrong request. */
  readonly unexpected: boolean;
}

/** Seconds after which it is worth to try again. */
const RETRY_AFTER: Readonly<Partial<Record<ErrorCode, string>>> = {
  log_full: '5',
  log_unavailable: '5',
  disk_full: '30',
  warehouse_unavailable: '5',
};

/** What a client is told of an error. Of a bug it learns nothing but that it is one. */
export function errorAnswer(error: unknown): ErrorAnswer {
  if (error instanceof CrosscurrentError) {
    const { code, message, remedy } = error;
    const after = RETRY_AFTER[code];
    const wait = after === undefined ? {} : { 'retry-after': after };
    return {
      status: error instanceof Refusal ? error.status : ERROR_CODES[code].http,
      headers: error instanceof Refusal ? { ...wait, ...error.headers } : wait,
      body: { error: { code, message, remedy } },
      unexpected: code === 'internal',
    };
  }
  return errorAnswer(fromHttp(error) ?? bug());
}

function bug(): CrosscurrentError {
  return new CrosscurrentError(
    'internal',
    'Something went wrong that should not: this is a bug in Crosscurrent.',
    'The log of the server says more.',
  );
}

/** What Fastify found wrong with a request, in our words. */
function fromHttp(error: unknown): Refusal | null {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number')
    return null;
  const status = error.statusCode;
  if (status < 400 || status > 499) return null;
  const remedy = 'See /api/openapi.json for what each address takes.';
  if (status === 413) return new Refusal('too_large', { status, message: 'The body is too large.', remedy });
  if (status === 415) {
    return new Refusal('unsupported_type', {
      status,
      message: 'The body has to be application/json.',
      remedy,
    });
  }
  return new Refusal('bad_call', { status, message: `The request is wrong: ${error.message}.`, remedy });
}
