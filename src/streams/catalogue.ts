import type { SettingsByStream, Stream, StreamDeclaration } from '../stream/define.ts';
import { articles } from './articles/stream.ts';
import { channelMetrics } from './channel-metrics/stream.ts';
import { posts } from './posts/stream.ts';
import { webBehaviour } from './web-behaviour/stream.ts';

/** Every stream there is. Adding one is adding its folder and one line here. */
const DECLARATIONS: readonly StreamDeclaration[] = [webBehaviour, posts, articles, channelMetrics];

/** All streams as the settings want them. */
export function createCatalogue(settings: SettingsByStream): readonly Stream[] {
  return DECLARATIONS.map((declare) => declare(settings));
}

/** All streams with their default settings. */
export const catalogue: readonly Stream[] = createCatalogue({});
