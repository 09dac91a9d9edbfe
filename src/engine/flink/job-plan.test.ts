import { describe, expect, it } from 'vitest';
import { testStream } from '../../warehouse/testing.ts';
import { planJob } from './job-plan.ts';
import type { DeploymentOptions } from './options.ts';

const OPTIONS: DeploymentOptions = {
  bootstrapServers: 'kafka:9092',
  topicPrefix: '',
  jdbcUrl: 'jdbc:postgresql://db/x',
  jdbcUser: 'me',
  jdbcPassword: 'hush',
  parallelism: 1,
  dedupMinutes: 60,
  kafka: { tls: {}, sasl: { mechanism: 'SCRAM-SHA-512', username: 'it', password: 'pst "x"' } },
};
const stream = testStream();
const plan = planJob(stream, OPTIONS);

describe('the plan of a job', () => {
  it('submits passwords and shows none', () => {
    const submitted = plan.statements.join('\n');
    expect(submitted).toContain("'password' = 'hush'");
    expect(submitted).toContain(`ScramLoginModule required username="it" password="pst \\"x\\"";'`);
    expect(submitted).toContain("'properties.security.protocol' = 'SASL_SSL'");
    expect(plan.sql).toContain("'password' = '<password>'");
    expect(plan.sql).not.toMatch(/hush|pst/);
  });

  it('stops at a gap when it goes on from state', () => {
    expect(plan.statements.join()).toContain("'scan.startup.mode' = 'earliest-offset'");
    const resuming = plan.resumingStatements.join();
    expect(resuming).not.toContain('earliest-offset');
    expect(resuming).toContain("'properties.auto.offset.reset' = 'none'");
  });

  it('is another for other settings, which state outlives', () => {
    const settings: Partial<DeploymentOptions>[] = [
      { parallelism: 2 },
      { bootstrapServers: 'other:9092' },
      { jdbcUrl: 'jdbc:postgresql://db2/x' },
      { dedupMinutes: 90 },
      { skipUnreadable: true },
    ];
    for (const one of settings) {
      const other = planJob(stream, { ...OPTIONS, ...one });
      expect(other.checksum).not.toBe(plan.checksum);
      expect(other.figuresChecksum).toBe(plan.figuresChecksum);
    }
    expect(planJob(stream, { ...OPTIONS, jdbcPassword: 'new' }).checksum).toBe(plan.checksum);
  });

  it('has no use for state when figures are made otherwise, or of another topic', () => {
    const { days, ...rollups } = stream.rollups;
    expect(days).toBeDefined();
    const others = [
      planJob({ ...stream, rollups }, OPTIONS),
      planJob(stream, { ...OPTIONS, topicPrefix: 'x.' }),
    ];
    for (const other of others) expect(other.figuresChecksum).not.toBe(plan.figuresChecksum);
  });
});
