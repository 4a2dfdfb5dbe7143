/** `video-room/solid`: types of the tag for Solid's JSX. `import type {} from 'video-room/solid'` once. */
import type { JSX as SolidJsx } from 'solid-js';
import type { VideoRoom } from '../ui/video-room.js';
import type { PrefixedListeners, VideoRoomAttributes, VideoRoomObjects } from './tag.js';

/** `prop:getToken={…}` */
type Objects = { [K in keyof VideoRoomObjects as `prop:${K}`]: VideoRoomObjects[K] };

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'video-room': SolidJsx.HTMLAttributes<VideoRoom> &
        VideoRoomAttributes &
        Objects &
        PrefixedListeners<'on:'>;
    }
  }
}
