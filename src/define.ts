/** Registers the tag. */
import { VideoRoom } from './ui/video-room.js';

/** Registers `<video-room>`. No effect on a server, or if another copy of the script has registered it. */
export function define(): void {
  if (globalThis.customElements && !customElements.get('video-room'))
    customElements.define('video-room', VideoRoom);
}
