import type { Stream } from '../stream/define.ts';
import { channelMetrics } from './channel-metrics/stream.ts';
import { webBehaviour } from './web-behaviour/stream.ts';

/** Every stream there is. Adding one is adding its folder and one line here. */
export const catalogue: readonly Stream[] = [webBehaviour, channelMetrics];
