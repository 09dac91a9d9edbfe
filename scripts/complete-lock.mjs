// Completes package-lock.json: npm leaves out an optional package of another platform when the registry at hand does not
// carry it, and `npm ci` then refuses the lock file everywhere. Run it after every change of a dependency. What it adds
// has no checksum; npm fetches such a package on its own platform only.
import { readFileSync, writeFileSync } from 'node:fs';
import { lockFile, say } from './setup/paths.mjs';

const PLATFORM =
  /(android|darwin|freebsd|linux|openbsd|win32)-(arm64|arm|ia32|ppc64|riscv64|s390x|x64)(-musl)?/;

/** A lock entry for a package named after its platform, or undefined for another name. */
function entryFor(name, version, parent) {
  const [, os, cpu, musl] = PLATFORM.exec(name) ?? [];
  if (os === undefined || cpu === undefined) return undefined;
  return {
    version,
    cpu: [cpu],
    ...(parent.dev ? { dev: true } : {}),
    ...(os === 'linux' ? { libc: [musl ? 'musl' : 'glibc'] } : {}),
    ...(parent.license ? { license: parent.license } : {}),
    optional: true,
    os: [os],
  };
}

const lock = JSON.parse(readFileSync(lockFile, 'utf8'));
const packages = { ...lock.packages };
for (const [where, parent] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    if (packages[`node_modules/${name}`] || packages[`${where}/node_modules/${name}`]) continue;
    const entry = entryFor(name, version, parent);
    if (entry === undefined) continue;
    packages[`node_modules/${name}`] = entry;
    say(`added ${name} ${version}`);
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`);
