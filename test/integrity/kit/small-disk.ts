import { execFile } from 'node:child_process';
import { mkdtemp, open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A disk of a fixed size, in memory. */
export interface SmallDisk {
  readonly root: string;
  freeBytes(): Promise<number>;
  /** Takes up space until so little is left. */
  fill(leaveBytes: number): Promise<void>;
  /** Gives back what `fill` took. */
  empty(): Promise<void>;
  remove(): Promise<void>;
}

/** Mounts a small disk; null where that is not possible: it takes Linux and root. */
export async function mountSmallDisk(mebibytes: number): Promise<SmallDisk | null> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const root = await mkdtemp(path.join(tmpdir(), 'crosscurrent-disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=755`, 'tmpfs', root]);
  } catch {
    await rm(root, { recursive: true, force: true });
    return null;
  }
  const ballast = path.join(root, 'ballast');
  const freeBytes = async (): Promise<number> => {
    const { bavail, bsize } = await statfs(root);
    return bavail * bsize;
  };
  return {
    root,
    freeBytes,
    async fill(leaveBytes) {
      const handle = await open(ballast, 'a');
      try {
        const piece = Buffer.alloc(1024 * 1024, 1);
        for (let left = await freeBytes(); left > leaveBytes; left = await freeBytes()) {
          const written = await handle
            .write(piece, 0, Math.min(piece.length, left - leaveBytes))
            .catch(() => null);
          if (written === null) break;
        }
      } finally {
        await handle.close();
      }
    },
    empty: () => rm(ballast, { force: true }),
    async remove() {
      await run('umount', ['-l', root]);
      await rm(root, { recursive: true, force: true });
    },
  };
}
