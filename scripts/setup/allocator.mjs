/**
 * How the C library of Linux hands out memory, which can only be said before a process starts. With an arena for each
 * thread, of which nothing goes back while anything is in use, a load of two million events held half a gigabyte more.
 */
export const ALLOCATOR = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '1048576' };

/** Whether this process was started like that, or need not be. */
export function allocatorIsSet() {
  return process.platform !== 'linux' || process.env['MALLOC_ARENA_MAX'] !== undefined;
}
