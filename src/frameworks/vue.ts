/** `video-room/vue`: types of the tag in Vue templates, `strictTemplates` included. `import type {} from 'video-room/vue'` once. */
import type { EmitFn, HTMLAttributes, PublicProps } from 'vue';
import type { VideoRoomEventMap } from '../room/events.js';
import type { VideoRoom } from '../ui/video-room.js';
import type { VideoRoomAttributes, VideoRoomListener, VideoRoomObjects } from './tag.js';

type Emits = { [K in keyof VideoRoomEventMap]: VideoRoomListener<K> };

/** `without-lobby` is `withoutLobby`. */
type Camel<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : Name;

/** The attributes as Vue's compiler looks them up: a template may write either spelling, and Vue sets the right property for both. */
type Props = VideoRoomAttributes & {
  [K in keyof VideoRoomAttributes as Camel<K>]?: VideoRoomAttributes[K];
};

/** What a template knows of an element that is no component of Vue's. */
type CustomElement = new () => VideoRoom & {
  /** @deprecated Only for the types of templates. */
  $props: HTMLAttributes & Props & VideoRoomObjects & PublicProps;
  /** @deprecated Only for the types of templates. */
  $emit: EmitFn<Emits>;
};

declare module 'vue' {
  interface GlobalComponents {
    'video-room': CustomElement;
  }
}
