import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FlinkDeployment } from '@kubernetes-models/flink/flink.apache.org/v1beta1';
import { Deployment } from 'kubernetes-models/apps/v1';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { ConfigMap, PersistentVolumeClaim, Service } from 'kubernetes-models/v1';
import { describe, expect, it } from 'vitest';
import { run } from '../../scripts/cluster/run.ts';
import { SETTINGS, variableOf } from '../../src/jobs/configuration/settings.ts';
import { type Manifest, readManifests } from './manifests.ts';

interface Validated {
  validate(): void;
}

/** The kinds there are: how one is checked, and where its type is. */
const KINDS: Readonly<Record<string, { readonly from: string; of(manifest: Manifest): Validated }>> = {
  ConfigMap: { from: 'kubernetes-models/v1', of: (m) => new ConfigMap(m) },
  PersistentVolumeClaim: { from: 'kubernetes-models/v1', of: (m) => new PersistentVolumeClaim(m) },
  Service: { from: 'kubernetes-models/v1', of: (m) => new Service(m) },
  Deployment: { from: 'kubernetes-models/apps/v1', of: (m) => new Deployment(m as never) },
  NetworkPolicy: { from: 'kubernetes-models/networking.k8s.io/v1', of: (m) => new NetworkPolicy(m) },
  FlinkDeployment: {
    from: '@kubernetes-models/flink/flink.apache.org/v1beta1',
    of: (m) => new FlinkDeployment(m),
  },
};

const manifests = readManifests();

function named(kind: string): readonly Manifest[] {
  return manifests.filter((manifest) => manifest.kind === kind);
}

function titleOf({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.name}`;
}

/** Every value under a key, wherever it stands. */
function valuesOf(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(name === key ? [inner] : []),
    ...valuesOf(inner, key),
  ]);
}

/** A module in which each manifest has to fit its type; a field that the type does not know is an error there. */
function asTypeScript(): string {
  const imports = Object.entries(KINDS).map(([kind, { from }]) => `import type { I${kind} } from '${from}';`);
  const checks = manifests.map((m) => `(${JSON.stringify(m)}) satisfies I${m.kind};`);
  return [...imports, ...checks].join('\n');
}

describe('the Kubernetes manifests', () => {
  it.each(manifests.map((manifest) => [titleOf(manifest), manifest] as const))(
    '%s fits the schema of its kind',
    (_title, manifest) => {
      expect(() => KINDS[manifest.kind]?.of(manifest).validate()).not.toThrow();
      expect(Object.keys(KINDS)).toContain(manifest.kind);
    },
  );

  it('have no field that their kinds do not know', async () => {
    const root = path.join(import.meta.dirname, '..', '..');
    const folder = mkdtempSync(path.join(root, 'node_modules', '.manifests-'));
    try {
      writeFileSync(path.join(folder, 'manifests.ts'), asTypeScript());
      const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
      const flags = [
        '--ignoreConfig',
        '--noEmit',
        '--strict',
        '--skipLibCheck',
        '--module',
        'nodenext',
        '--types',
        '',
      ];
      const checked = await run(process.execPath, [tsc, ...flags, path.join(folder, 'manifests.ts')]);
      expect(checked.output).toBe('');
      expect(checked.code).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('select the pods that they make', () => {
    for (const deployment of named('Deployment')) {
      const [labels] = valuesOf(deployment['spec'], 'template').flatMap((template) =>
        valuesOf(template, 'labels'),
      );
      const [selector] = valuesOf(deployment['spec'], 'matchLabels');
      expect(labels, titleOf(deployment)).toMatchObject(Object(selector));
    }
    const labels = named('Deployment').flatMap((one) => valuesOf(one['spec'], 'labels'));
    for (const service of named('Service')) {
      const [selector] = valuesOf(service, 'selector');
      expect(labels, titleOf(service)).toContainEqual(expect.objectContaining(Object(selector)));
    }
  });

  it('mount volumes and name ports that are there', () => {
    const claims = named('PersistentVolumeClaim').map(({ metadata }) => metadata.name);
    for (const deployment of named('Deployment')) {
      const volumes = valuesOf(deployment, 'volumes').flat();
      const mounts = valuesOf(deployment, 'volumeMounts').flat();
      const names = volumes.flatMap((volume) => valuesOf(volume, 'name').slice(0, 1));
      for (const mount of mounts) expect(names, titleOf(deployment)).toContain(valuesOf(mount, 'name')[0]);
      for (const claim of valuesOf(volumes, 'claimName')) expect(claims).toContain(claim);
    }
  });

  it('run nothing as root, and with nothing but what it needs', () => {
    for (const workload of [...named('Deployment'), ...named('FlinkDeployment')]) {
      expect(valuesOf(workload, 'runAsNonRoot'), titleOf(workload)).toEqual([true]);
      expect(new Set(valuesOf(workload, 'allowPrivilegeEscalation'))).toEqual(new Set([false]));
      expect(valuesOf(workload, 'privileged')).toEqual([]);
    }
  });

  it('hold no secret, and name images by version', () => {
    expect(named('Secret')).toEqual([]);
    for (const image of valuesOf(manifests, 'image')) expect(image).toMatch(/:\d[\w.-]+$/);
  });

  it('set what Crosscurrent knows, to values that it takes', () => {
    const known = new Map(Object.entries(SETTINGS).map(([name, spec]) => [variableOf(name, spec), spec]));
    const data = Object(named('ConfigMap')[0]?.['data']);
    for (const [name, text] of Object.entries(data)) {
      expect(known.get(name)?.kind.parse(String(text), '/'), name).not.toBeNull();
      expect(known.has(name), name).toBe(true);
    }
    const fromSecrets = named('Deployment')
      .flatMap((one) => valuesOf(one, 'env').flat())
      .flatMap((one) => valuesOf(one, 'name').slice(0, 1));
    for (const name of fromSecrets) expect([...known.keys(), 'FLINK_PROPERTIES']).toContain(name);
  });
});
