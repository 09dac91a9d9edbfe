/** What went wrong with a request, in the words of the server where it said any. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly remedy: string;

  constructor(spec: { code: string; status: number; message: string; remedy: string }) {
    super(spec.message);
    this.name = 'ApiError';
    this.code = spec.code;
    this.status = spec.status;
    this.remedy = spec.remedy;
  }
}

const UNREACHABLE = {
  code: 'unreachable',
  status: 0,
  message: 'The program does not answer.',
  remedy:
    'Look at the terminal where `crosscurrent start` runs; this page goes on by itself when it is back.',
};

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

async function refusal(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const error = isRecord(body) && isRecord(body['error']) ? body['error'] : {};
  return new ApiError({
    code: textOf(error['code'], `http_${response.status}`),
    status: response.status,
    message: textOf(error['message'], `The program answered ${response.status} ${response.statusText}.`),
    remedy: textOf(error['remedy'], ''),
  });
}

/**
 * Asks the API and returns its JSON answer.
 * @throws ApiError when the program cannot be reached or refuses; other errors are bugs or aborts.
 */
export async function request<T>(path: string, options: RequestInit = {}): Promise<T> {
  const response = await fetch(path, { credentials: 'same-origin', ...options }).catch((error: unknown) => {
    if (options.signal?.aborted === true) throw error;
    throw new ApiError(UNREACHABLE);
  });
  if (!response.ok) throw await refusal(response);
  if (response.status === 204) return JSON.parse('null');
  return response.json();
}

/** A POST of JSON. */
export function post<T>(path: string, body: unknown): Promise<T> {
  return request<T>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** `path?a=1&b=2`, parameters in the order of their names, so that one question has one address. */
export function address(path: string, params: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(params)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const query = new URLSearchParams(given).toString();
  return query === '' ? path : `${path}?${query}`;
}
