import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderDeployment } from '../../../src/engine/flink/deployment.ts';
import { writeDeployment } from '../../../src/engine/flink/written.ts';
import { catalogue } from '../../../src/streams/catalogue.ts';
import { shapeOf } from '../../../src/warehouse/shape.ts';

const OPTIONS = {
  bootstrapServers: 'kafka:9092',
  topicPrefix: '',
  jdbcUrl: 'jdbc:postgresql://warehouse:5432/crosscurrent',
  jdbcUser: 'crosscurrent',
  jdbcPassword: '<password>',
  parallelism: 4,
  dedupMinutes: 60,
};

// SQL that changed on purpose: `npx vitest run test/golden/flink -u`, and read what the change says.
describe.each(catalogue.map((stream) => [stream.name, stream] as const))(
  'Flink SQL of %s',
  (name, stream) => {
    const deployment = renderDeployment(stream, OPTIONS);
    const written = writeDeployment(deployment);

    it('is the committed one (else: npx vitest run test/golden/flink -u)', async () => {
      const file = path.join(import.meta.dirname, 'generated', `${name}.sql`);
      await expect(written).toMatchFileSnapshot(file);
    });

    it('has nothing in it that is not computed as on DuckDB', () => {
      expect(deployment.faults).toEqual([]);
    });

    it('writes each table of rollups by one insert', () => {
      const inserted = [...written.matchAll(/INSERT INTO `([^`]+)`/g)].map(([, sink]) => sink);
      const rollups = Object.entries(stream.rollups);
      const tables = shapeOf(stream).tables.filter(({ name: table }) =>
        rollups.some(([rollup, { measures }]) => {
          const kinds = Object.values(measures).map(({ kind }) => kind === 'distinct');
          return (
            (table === rollup && kinds.includes(false)) ||
            (table === `${rollup}_distinct` && kinds.includes(true))
          );
        }),
      );
      const expected = tables.map((table) => `${name.replaceAll('-', '_')}_to_${table.name}`);
      expect(inserted.toSorted()).toEqual(expected.toSorted());
    });
  },
);
