import type { CatalogueModule } from '../engine/duckdb/catalogue-module.ts';
import type { Clock } from '../event/clock.ts';
import type { Configuration } from '../jobs/configuration/load.ts';
import { checkCatalogue } from '../stream/check.ts';
import type { SettingsByStream, Stream } from '../stream/define.ts';

/** What every part of the composition is given by `main.ts`. */
export interface Program {
  readonly version: string;
  readonly createCatalogue: (settings: SettingsByStream) => readonly Stream[];
  /** Module that exports `createCatalogue`, for worker threads. */
  readonly catalogueUrl: string;
  readonly clock: Clock;
  /** Folder of the built pages, when there are any. */
  readonly webRoot: string | undefined;
}

/** A program as it is set. */
export interface ConfiguredProgram extends Program {
  readonly configuration: Configuration;
  readonly catalogue: readonly Stream[];
  readonly catalogueModule: CatalogueModule;
}

/**
 * A program with a configuration, its streams as the settings want them.
 * @throws CrosscurrentError bad_declaration
 */
export function configureProgram(program: Program, configuration: Configuration): ConfiguredProgram {
  const settings = configuration.streams;
  const catalogue = program.createCatalogue(settings);
  checkCatalogue(catalogue);
  return {
    ...program,
    configuration,
    catalogue,
    catalogueModule: { url: program.catalogueUrl, settings },
  };
}
