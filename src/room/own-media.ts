/** Creates our devices and screen share for a session; turns their reports into state and events. */
import { LocalMedia } from '../media/local-media.js';
import { ScreenShare } from '../media/screen-share.js';
import type { VideoRoomEventMap } from './events.js';
import * as reducers from './reducers.js';
import type { SessionContext } from './session-context.js';
import type { Source, SourceState } from './state.js';

/** `changed`: the track that we send from a source is a new one. */
export function ownMedia(
  { options, platform, preferences, processors, apply, emit }: SessionContext,
  changed: (source: Source, value: SourceState, track: MediaStreamTrack | null) => void,
): { media: LocalMedia; screen: ScreenShare } {
  const deviceFailed = (
    kind: 'microphone' | 'camera' | 'screen',
    code: VideoRoomEventMap['device-error']['code'],
  ) => {
    // Closing the picker is a choice of the user, not an error to show.
    if (kind !== 'screen' || code !== 'dismissed') apply((state) => reducers.deviceFailed(state, kind, code));
    emit('device-error', { kind, code });
  };
  const { devices, page } = platform;
  const media = new LocalMedia({
    ...options(),
    ...platform,
    preferences,
    processors: processors(),
    on: {
      sourceChanged: changed,
      deviceFailed,
      processorFailed: (kind, cause) => emit('processor-error', { kind, cause }),
      devicesChanged: (list) => apply((state) => reducers.stateChanged(state, { devices: list })),
    },
  });
  const screen = new ScreenShare({
    devices,
    allows: (feature) => page.allows(feature),
    on: {
      screenChanged: (value, video, audio) => {
        changed('screen', value, video);
        changed('screenAudio', audio ? value : 'off', audio);
      },
      deviceFailed,
    },
  });
  return { media, screen };
}
