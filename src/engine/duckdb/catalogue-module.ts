import type { SettingsByStream } from '../../stream/define.ts';

/** Where a thread finds the declarations: functions cannot be sent to it. */
export interface CatalogueModule {
  /** A module that exports `createCatalogue`. */
  readonly url: string;
  readonly settings: SettingsByStream;
}
