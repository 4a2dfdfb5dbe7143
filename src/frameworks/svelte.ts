/** `video-room/svelte`: types of the tag in Svelte 5 templates. `import type {} from 'video-room/svelte'` once. */
import type { HTMLAttributes as SvelteAttributes } from 'svelte/elements';
import type { VideoRoom } from '../ui/video-room.js';
import type { PrefixedListeners, VideoRoomAttributes, VideoRoomObjects } from './tag.js';

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'video-room': SvelteAttributes<VideoRoom> &
      VideoRoomAttributes &
      VideoRoomObjects &
      PrefixedListeners<'on'>;
  }
}
