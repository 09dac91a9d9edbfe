import type { SettingsByStream, Stream, StreamDeclaration } from '../stream/define.ts';
import { channelMetrics } from './channel-metrics/stream.ts';
import { webBehaviour } from './web-behaviour/stream.ts';

/** Every stream there is. Adding one is adding its folder and one line here. */
const DECLARATIONS: readonly StreamDeclaration[] = [webBehaviour, channelMetrics];

/** All streams as the settings want them. */
export function createCatalogue(settings: SettingsByStream): readonly Stream[] {
  return DECLARATIONS.map((declare) => declare(settings));
}

/** All streams with their default settings. */
export const catalogue: readonly Stream[] = createCatalogue({});
