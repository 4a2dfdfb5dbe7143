/** Registers the tag. */
import { VideoRoom } from './ui/video-room.js';

/** Registers `<video-room>`. Again, from a second copy of the script, or on a server: no effect. */
export function define(): void {
  if (globalThis.customElements && !customElements.get('video-room'))
    customElements.define('video-room', VideoRoom);
}
