/** Sound goes before video on each link, also in the network (webrtc-priority). */
import { slot } from '../connection/slots.js';
import { changeParameters } from './sender-parameters.js';

const HIGH = { priority: 'high', networkPriority: 'high' } as const;

const done = new WeakSet<RTCPeerConnection>();

/** Sets the priority of our voice and of our screen's sound, once for each connection. */
export function prioritizeSound(connection: RTCPeerConnection): void {
  if (done.has(connection)) return;
  done.add(connection);
  for (const source of ['microphone', 'screenAudio'] as const) {
    const sender = slot(connection, source)?.sender;
    // A closed connection, or a browser without priorities, keeps what it has.
    if (sender) changeParameters(sender, (encoding) => Object.assign(encoding, HIGH)).catch(() => {});
  }
}
