/** `video-room/preact`: types of the tag for Preact's JSX. `import type {} from 'video-room/preact'` once. */
import type { JSX as PreactJsx, Ref } from 'preact';
import type { VideoRoom } from '../ui/video-room.js';
import type { PrefixedListeners, VideoRoomAttributes, VideoRoomObjects } from './tag.js';

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'video-room': Omit<PreactJsx.IntrinsicElements['div'], 'ref'> & {
        ref?: Ref<VideoRoom> | undefined;
      } & VideoRoomAttributes &
        VideoRoomObjects &
        PrefixedListeners<'on'>;
    }
  }
}
