import type { Stream, StreamSetting } from '../../stream/define.ts';
import { onOff, word } from './kind.ts';
import type { Setting, StreamSettings, StreamSettingValue } from './settings.ts';

/** What the streams of a catalogue let be set, as settings of the program. */
export function streamSettingsOf(catalogue: readonly Stream[]): StreamSettings {
  return Object.fromEntries(
    catalogue.map((stream) => [
      stream.name,
      Object.fromEntries(Object.entries(stream.settings).map(([name, spec]) => [name, settingOf(spec)])),
    ]),
  );
}

function settingOf({ default: value, about }: StreamSetting): Setting<StreamSettingValue> {
  return typeof value === 'boolean'
    ? { kind: widened(onOff), default: value, about }
    : { kind: widened(word('a text', 'text')), default: value, about };
}

/** A kind of one type of value among all that a stream may have. */
function widened<T extends StreamSettingValue>(
  kind: Setting<T>['kind'],
): Setting<StreamSettingValue>['kind'] {
  return { ...kind, print: (value) => String(value) };
}
