/**
 * Threads of Node's pool. Its default of four is used up by four statements of DuckDB, each of which keeps one until it has
 * its answer: with counts in the lake and slices under way, a post to the collector waits for a thread to write and flush
 * the log. On a busy machine, with nothing else to hold back five counts at once, that took 1.5 to 2 s at the median, and
 * 0.25 to 0.45 s with sixteen threads.
 */
const THREADS = '16';

/**
 * Makes the pool of this process and of those it starts large enough, unless the environment says how large it is. The
 * first work for the pool makes it, so that this has to come before anything else.
 */
export function widenThreadPool() {
  process.env['UV_THREADPOOL_SIZE'] ??= THREADS;
}
