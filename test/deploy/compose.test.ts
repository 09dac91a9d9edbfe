import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { SETTINGS, variableOf } from '../../src/jobs/configuration/settings.ts';
import { deployFolder } from './manifests.ts';

const schema = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'schemas', 'compose-spec.json'), 'utf8'),
);
const text = readFileSync(path.join(deployFolder, 'compose.yaml'), 'utf8');
const file: unknown = parse(text, { merge: true });

const Compose = z.object({
  services: z.record(
    z.string(),
    z.looseObject({
      image: z.string(),
      profiles: z.array(z.string()).optional(),
      depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
      environment: z.record(z.string(), z.string()).optional(),
      volumes: z.array(z.string()).optional(),
      networks: z.array(z.string()),
      ports: z.array(z.string()).optional(),
      healthcheck: z.unknown().optional(),
    }),
  ),
  networks: z.record(z.string(), z.unknown()),
  volumes: z.record(z.string(), z.unknown()),
});

const { services, networks, volumes } = Compose.parse(file);
const entries = Object.entries(services);

describe('compose.yaml', () => {
  it('fits the Compose Specification', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    const fits = ajv.validate({ ...schema, $schema: 'http://json-schema.org/draft-07/schema#' }, file);
    expect(ajv.errors ?? []).toEqual([]);
    expect(fits).toBe(true);
  });

  it.each(entries)('%s uses networks, volumes and services that are there', (_name, service) => {
    for (const network of service.networks) expect(Object.keys(networks)).toContain(network);
    for (const volume of service.volumes ?? []) {
      const [source = ''] = volume.split(':');
      if (source.startsWith('.')) expect(existsSync(path.join(deployFolder, source))).toBe(true);
      else expect(Object.keys(volumes)).toContain(source);
    }
    for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(Object.keys(services)).toContain(needed);
      // Waiting for health without a health check would wait for ever.
      if (condition === 'service_healthy') expect(services[needed]?.healthcheck).toBeDefined();
    }
  });

  it.each(['duckdb', 'flink'])('has with the profile %s all that its services need', (profile) => {
    const active = entries.filter(([, one]) => one.profiles === undefined || one.profiles.includes(profile));
    const names = active.map(([name]) => name);
    for (const [, one] of active)
      expect(names).toEqual(expect.arrayContaining(Object.keys(one.depends_on ?? {})));
  });

  it('has no password in it and asks for those that it needs', () => {
    const passwords = entries.flatMap(([, { environment = {} }]) =>
      Object.entries(environment).filter(([name]) => /PASSWORD|DATABASE_URL/.test(name)),
    );
    expect(passwords.length).toBeGreaterThan(0);
    for (const [name, value] of passwords) expect(value, name).toMatch(/\$\{POSTGRES_PASSWORD:\?[^}]+\}/);
  });

  it('opens one port, to this machine alone', () => {
    expect(entries.flatMap(([, { ports = [] }]) => ports)).toEqual(['127.0.0.1:4100:4100']);
  });

  it('names images by version, but for the one that is built here', () => {
    for (const [name, { image }] of entries) {
      if (image !== 'crosscurrent') expect(image, name).toMatch(/:\d/);
    }
  });

  it('sets what Crosscurrent knows, to values that it takes', () => {
    const known = new Map(Object.entries(SETTINGS).map(([name, spec]) => [variableOf(name, spec), spec]));
    const environment = services['server']?.environment ?? {};
    for (const [name, value] of Object.entries(environment)) {
      const filled = value
        .replace(/\$\{COMPOSE_PROFILES:[^}]*\}/, 'flink')
        .replace(/\$\{POSTGRES[^}]*\}/, 'x');
      expect(known.has(name), name).toBe(true);
      expect(known.get(name)?.kind.parse(filled, '/'), name).not.toBeNull();
    }
  });
});
