/** What a template of any framework may write on the tag, and what it hears from it. Types only. */
import type { VideoRoomEventMap } from '../room/events.js';
import type { VideoRoom } from '../ui/video-room.js';

/** The properties that a page sets. */
export type SettableProperty =
  | 'room'
  | 'server'
  | 'party'
  | 'displayName'
  | 'token'
  | 'withoutLobby'
  | 'withoutShortcuts'
  | 'withoutSounds'
  | 'remember'
  | 'audioOnly'
  | 'startAudioOff'
  | 'startVideoOff'
  | 'relayOnly'
  | 'maxBitrate'
  | 'encode'
  | 'iceServers'
  | 'layout'
  | 'controls'
  | 'theme'
  | 'shareUrl'
  | 'secretFrom'
  | 'secret'
  | 'getToken'
  | 'stream';

/** Each may be left out, or be `undefined`. */
export type VideoRoomProperties = { [K in SettableProperty]?: VideoRoom[K] | undefined };

/** A boolean attribute: there, or not. */
type Flag = boolean | '' | 'true' | 'false' | undefined;

/** The attributes, by their names in HTML. Nothing reads `secretFrom` or `relayOnly` here, so they are not in it. */
export interface VideoRoomAttributes {
  /** Name of the room. Required. */
  room?: string | undefined;
  server?: string | undefined;
  party?: string | undefined;
  'display-name'?: string | undefined;
  token?: string | undefined;
  'without-lobby'?: Flag;
  'without-shortcuts'?: Flag;
  'without-sounds'?: Flag;
  remember?: Flag;
  'audio-only'?: Flag;
  'start-audio-off'?: Flag;
  'start-video-off'?: Flag;
  'relay-only'?: Flag;
  /** In kbit/s. */
  'max-bitrate'?: number | string | undefined;
  encode?: VideoRoom['encode'] | undefined;
  /** In JSON. */
  'ice-servers'?: string | undefined;
  layout?: VideoRoom['layout'] | undefined;
  controls?: string | undefined;
  theme?: VideoRoom['theme'] | undefined;
  'share-url'?: string | undefined;
  'secret-from'?: VideoRoom['secretFrom'] | undefined;
}

/** What has no attribute: frameworks that set properties of elements pass these on. */
export type VideoRoomObjects = Pick<VideoRoomProperties, 'secret' | 'getToken' | 'stream' | 'iceServers'>;

/** A listener for one of the element's events. */
export type VideoRoomListener<K extends keyof VideoRoomEventMap> = (
  event: CustomEvent<VideoRoomEventMap[K]>,
) => void;

/** Listeners by the event's name behind a prefix: `onroom-joined`, `on:room-joined`. */
export type PrefixedListeners<Prefix extends string> = {
  [K in keyof VideoRoomEventMap as `${Prefix}${K}`]?: VideoRoomListener<K> | undefined;
};
