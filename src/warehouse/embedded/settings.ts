const MIB = 1024 * 1024;

/** Shared buffers for a machine with this much memory: a sixteenth of it, from 128 to 256 MiB. */
export function sharedBuffersMiB(totalMemoryBytes: number): number {
  return Math.round(Math.min(256, Math.max(128, totalMemoryBytes / MIB / 16)));
}

/**
 * The server's settings, for a laptop that has more to do than run a database. They are given on the command line, so
 * that a folder of an older version runs with today's.
 * @param totalMemoryBytes the machine's memory
 * @param platform as in `process.platform`
 */
export function serverSettings(
  totalMemoryBytes: number,
  platform: NodeJS.Platform,
): Readonly<Record<string, string>> {
  return {
    // Loopback alone; no Unix socket, whose path may be at most 107 bytes long.
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '50',
    cluster_name: 'crosscurrent',
    password_encryption: 'scram-sha-256',

    shared_buffers: `${sharedBuffersMiB(totalMemoryBytes)}MB`,
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    effective_cache_size: `${Math.round(totalMemoryBytes / MIB / 4)}MB`,
    // Segments for parallel queries lie in the data folder: /dev/shm is 64 MB small in a container, and a killed server
    // would leave them there.
    dynamic_shared_memory_type: 'mmap',
    // Reads done by the backend itself: the tables are small and cached, worker processes would only take memory.
    io_method: 'sync',
    random_page_cost: '1.1',
    jit: 'off',

    // A commit is on the disk when it is acknowledged: the offsets that make replays exact rest on it.
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    // Bulk loads: no replication, so that a table filled in the transaction that made it writes no log of its own.
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_logical_replication_workers: '0',
    wal_compression: 'pglz',
    wal_buffers: '16MB',
    min_wal_size: '256MB',
    // How much log a crash leaves to replay, at 250 MB for each second of processor time (measured). A bulk load wants this
    // large; ours arrives as partial sums, which are small.
    max_wal_size: '512MB',
    checkpoint_timeout: '5min',
    checkpoint_warning: '0',
    // After a crash, one call for the file system instead of one for each of some 1,300 files: 5 to 90 ms instead of 1.2 to
    // 4 s, measured side by side on a busy disk. Only Linux has the call, and other systems refuse the setting.
    ...(platform === 'linux' ? { recovery_init_sync_method: 'syncfs' } : {}),

    timezone: 'UTC',
    log_timezone: 'UTC',
    datestyle: 'ISO, YMD',
    log_destination: 'stderr',
    logging_collector: 'off',
    log_line_prefix: '',
    log_checkpoints: 'off',
  };
}

/** Settings as arguments of `postgres`. */
export function settingArguments(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
