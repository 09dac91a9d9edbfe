/**
 * How the C library of Linux and DuckDB's own allocator (jemalloc) hand out memory, which can only be said before a
 * process starts. With an arena for each thread, of which nothing goes back while anything is in use, a load of two
 * million events held half a gigabyte more; that DuckDB keeps what it has freed for ten seconds, its default, costs
 * another 0.15 gigabytes, and one second costs no time.
 */
export const ALLOCATOR = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_TRIM_THRESHOLD_: '1048576',
  DUCKDB_JE_MALLOC_CONF: 'narenas:1,dirty_decay_ms:1000,muzzy_decay_ms:0',
};

/** Whether this process was started like that, or need not be. */
export function allocatorIsSet() {
  return process.platform !== 'linux' || process.env['MALLOC_ARENA_MAX'] !== undefined;
}
