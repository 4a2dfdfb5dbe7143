/** Creates our screen share for a session; turns its reports into state and events. */
import { ScreenShare } from '../media/screen-share.js';
import { type Changed, deviceReporter } from './own-media.js';
import type { SessionContext } from './session-context.js';

export const ownScreen = (context: SessionContext, changed: Changed): ScreenShare =>
  new ScreenShare({
    devices: context.platform.devices,
    allows: (feature) => context.platform.page.allows(feature),
    on: {
      screenChanged: (value, video, audio) => {
        changed('screen', value, video);
        changed('screenAudio', audio ? value : 'off', audio);
      },
      deviceFailed: deviceReporter(context),
    },
  });
