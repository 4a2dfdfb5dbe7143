/**
 * Changes of a sender's parameters, one after the other. `setParameters` rejects if another change of the same sender has ended
 * since its `getParameters` (webrtc-pc, transaction id), so two callers at the same time would lose one of the changes: a camera
 * that was switched off for a key frame would stay off.
 */

/** The last change of each sender. */
const running = new WeakMap<RTCRtpSender, Promise<unknown>>();

/**
 * Reads the parameters, applies `change` to them and sets them, after all earlier changes of this sender. `options`: the second
 * argument of `setParameters`. Rejects if the browser rejects, or if the sender has no encoding yet; later changes run anyway.
 */
export function changeParameters(
  sender: RTCRtpSender,
  change: (encoding: RTCRtpEncodingParameters) => void,
  options?: object,
): Promise<void> {
  const set = sender.setParameters as (p: RTCRtpSendParameters, o?: object) => Promise<void>;
  const run = async () => {
    const parameters = sender.getParameters();
    const [encoding] = parameters.encodings ?? [];
    if (!encoding) throw new Error('no encoding');
    change(encoding);
    await set.call(sender, parameters, options);
  };
  const changed = (running.get(sender) ?? Promise.resolve()).then(run, run);
  running.set(sender, changed);
  return changed;
}
