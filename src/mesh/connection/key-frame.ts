/**
 * Forces key frames when a path is back. The receiver cannot decode what follows a gap without one: the picture then takes 2 to 4
 * s in most runs, and 0.2 to 0.7 s with one (Chromium 156, Firefox 153).
 */
import { isPaused } from '../quality/encoding.js';
import { changeParameters } from '../quality/sender-parameters.js';
import { slot } from './slots.js';

/** Senders of a browser that does not know the option, found out at their first key frame. */
const withoutOption = new WeakSet<RTCRtpSender>();

/**
 * Whether a key frame costs the picture of the other side: without the option the encoder has to be switched off and on, and
 * Firefox (153) makes new receivers for the same slots then, which need a key frame themselves.
 */
export function isKeyFrameCostly(connection: RTCPeerConnection): boolean {
  const sender = slot(connection, 'camera')?.sender;
  return !!sender && withoutOption.has(sender);
}

/** Makes the camera and screen senders continue with a key frame. */
export async function forceKeyFrames(connection: RTCPeerConnection): Promise<void> {
  for (const source of ['camera', 'screen'] as const) {
    const sender = slot(connection, source)?.sender;
    if (!sender?.track || isPaused(sender)) continue;
    let understood = false;
    const options = {
      // webrtc-extensions, "RTCEncodingOptions". The browser reads this getter only if it knows the option; Firefox does not.
      get encodingOptions() {
        understood = true;
        return [{ keyFrame: true }];
      },
    };
    try {
      if (!withoutOption.has(sender)) await changeParameters(sender, () => {}, options);
      if (!understood) withoutOption.add(sender);
      // An encoder that is switched on starts with a key frame.
      for (const active of understood ? [] : [false, true]) {
        await changeParameters(sender, (encoding) => {
          // Nobody may see it any more.
          encoding.active = active && !isPaused(sender);
        });
      }
    } catch {
      // The connection was closed meanwhile, or has no encoding yet.
    }
  }
}
