/** Creates our devices for a session; turns their reports into state and events. */
import { LocalMedia } from '../media/local-media.js';
import type { VideoRoomEventMap } from './events.js';
import * as reducers from './reducers.js';
import type { SessionContext } from './session-context.js';
import type { Source, SourceState } from './state.js';

type Context = Pick<SessionContext, 'options' | 'platform' | 'preferences' | 'processors' | 'apply' | 'emit'>;
/** The track that we send from a source is a new one. */
export type Changed = (source: Source, value: SourceState, track: MediaStreamTrack | null) => void;

/** Returns what reports a device that cannot be used. */
export const deviceReporter =
  ({ apply, emit }: Context) =>
  (kind: 'microphone' | 'camera' | 'screen', code: VideoRoomEventMap['device-error']['code']) => {
    // Closing the picker is a choice of the user, not an error to show.
    if (kind !== 'screen' || code !== 'dismissed') apply((state) => reducers.deviceFailed(state, kind, code));
    emit('device-error', { kind, code });
  };

/** Our microphone and camera. */
export const ownMedia = (context: Context, changed: Changed): LocalMedia =>
  new LocalMedia({
    ...context.options(),
    ...context.platform,
    preferences: context.preferences,
    processors: context.processors(),
    on: {
      sourceChanged: changed,
      deviceFailed: deviceReporter(context),
      processorFailed: (kind, cause) => context.emit('processor-error', { kind, cause }),
      devicesChanged: (devices) => context.apply((state) => reducers.stateChanged(state, { devices })),
    },
  });
