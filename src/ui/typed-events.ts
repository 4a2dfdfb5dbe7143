/** The types of the tag and its events for the compiler. Types only. */
import type {} from '../features/index.js';
import type { VideoRoomEventMap } from '../room/events.js';
import type { FeatureActions } from '../room/feature.js';
import type { VideoRoom } from './video-room.js';

/** The events that listeners on the element can get: ours, and those of every HTML element. */
export type VideoRoomElementEventMap = HTMLElementEventMap & {
  [K in keyof VideoRoomEventMap]: CustomEvent<VideoRoomEventMap[K]>;
};

/** The methods of features, and the listeners of the element, typed: `element.addEventListener('room-joined', ({ detail }) => …)`. */
declare module './video-room.js' {
  interface VideoRoom extends FeatureActions {
    addEventListener<K extends keyof VideoRoomElementEventMap>(
      type: K,
      listener: (this: VideoRoom, event: VideoRoomElementEventMap[K]) => void,
      options?: boolean | AddEventListenerOptions,
    ): void;
    addEventListener(
      type: string,
      listener: EventListenerOrEventListenerObject,
      options?: boolean | AddEventListenerOptions,
    ): void;
    removeEventListener<K extends keyof VideoRoomElementEventMap>(
      type: K,
      listener: (this: VideoRoom, event: VideoRoomElementEventMap[K]) => void,
      options?: boolean | EventListenerOptions,
    ): void;
    removeEventListener(
      type: string,
      listener: EventListenerOrEventListenerObject,
      options?: boolean | EventListenerOptions,
    ): void;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'video-room': VideoRoom;
  }
}
