/** The closed list of errors a user can meet: code, exit code of the command line, HTTP status. */
export const ERROR_CODES = {
  bad_call: { exit: 2, http: 400, meaning: 'the command or request is wrong' },
  unknown_stream: { exit: 2, http: 404, meaning: 'no stream has this name' },
  unknown_report: { exit: 2, http: 404, meaning: 'no report has this name' },
  bad_parameter: { exit: 2, http: 400, meaning: 'a parameter has a value that is not allowed' },
  bad_declaration: { exit: 1, http: 500, meaning: 'a stream is declared wrongly' },
  bad_configuration: { exit: 2, http: 500, meaning: 'a configuration value cannot be used' },
  file_not_found: { exit: 2, http: 404, meaning: 'a file or folder does not exist' },
  file_unreadable: { exit: 1, http: 400, meaning: 'a file cannot be read as what it was said to be' },
  data_dir_busy: { exit: 1, http: 409, meaning: 'another program has the data folder' },
  data_dir_unusable: { exit: 1, http: 500, meaning: 'the data folder cannot be written' },
  data_dir_newer: { exit: 1, http: 500, meaning: 'the data folder was written by a newer version' },
  port_in_use: { exit: 1, http: 500, meaning: 'the port is taken' },
  warehouse_unavailable: { exit: 1, http: 503, meaning: 'PostgreSQL cannot be started or reached' },
  disk_full: { exit: 1, http: 507, meaning: 'there is no space left on the disk' },
  out_of_memory: { exit: 1, http: 507, meaning: 'the memory that the engine may take does not suffice' },
  log_full: { exit: 1, http: 503, meaning: 'the log has reached its limit; the sender must wait' },
  log_unavailable: { exit: 1, http: 503, meaning: 'Kafka cannot be reached, or does not answer in time' },
  lake_unavailable: {
    exit: 1,
    http: 503,
    meaning: 'the object store of the lake cannot be reached, or refuses',
  },
  flink_unavailable: { exit: 1, http: 503, meaning: 'Flink cannot be reached, or does not answer in time' },
  job_failed: { exit: 1, http: 500, meaning: 'a job of Flink was refused, or failed' },
  too_large: { exit: 2, http: 413, meaning: 'the request body is too large' },
  unsupported_type: { exit: 2, http: 415, meaning: 'the content type is not supported' },
  not_signed_in: { exit: 2, http: 401, meaning: 'a valid session, token or key is needed' },
  not_found: { exit: 2, http: 404, meaning: 'there is nothing at this address' },
  unsupported: { exit: 1, http: 501, meaning: 'this is not supported here' },
  overtaken: { exit: 1, http: 409, meaning: 'another process has done it, or has changed what it rests on' },
  internal: { exit: 1, http: 500, meaning: 'a bug in Crosscurrent' },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** An error that a user can act on: `message` says what is wrong, `remedy` what to do about it. */
export class CrosscurrentError extends Error {
  readonly code: ErrorCode;
  readonly remedy: string;

  constructor(code: ErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CrosscurrentError';
    this.code = code;
    this.remedy = remedy;
  }
}

/** One line for a person: what is wrong, and what to do. */
export function describeError(error: unknown): string {
  if (error instanceof CrosscurrentError) return `${error.message} ${error.remedy}`.trim();
  return error instanceof Error ? error.message : String(error);
}
