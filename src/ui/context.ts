/**
 * The input of every part of the interface. Parts are pure functions of it; only the element stores it. The element draws
 * `renderStage(context)` of `./stage.js` with `styles` of `../styles/index.js`. The result has one `<audio>` per participant and
 * audio source; the element chooses their speaker and starts them.
 */
import type { Messages } from '../locale/words.js';
import type { RoomErrorCode } from '../protocol/errors.js';
import type { RoomActions } from '../room/actions.js';
import type { Message, RoomState } from '../room/state.js';
import type { Language } from './controllers/language.js';
import type { Misspelling } from './extras/misspellings.js';

/** Names for the `controls` attribute, in the default order. */
export const CONTROLS = [
  'microphone',
  'camera',
  'chat',
  'screen',
  'hand',
  'devices',
  'host',
  'leave',
] as const;
export type Control = (typeof CONTROLS)[number];
export type Layout = 'auto' | 'grid' | 'speaker';

/** State that only the interface has: open menus, the size of the box, whether the browser allows audio. */
export interface UiState {
  /** The open popover, if any; `person` and `remove` come with a participant's id. */
  readonly menu:
    | 'devices'
    | 'more'
    | 'safety'
    | 'host'
    | 'end'
    | `person ${string}`
    | `remove ${string}`
    | null;
  /** Whether the chat is open; `null`: it was never opened, so there is no draft to keep. */
  readonly chat: boolean | null;
  /** Number of messages that arrived while it was closed. */
  readonly unread: number;
  /** The last of them, while it is announced. */
  readonly news: Message | null;
  readonly controls: readonly Control[];
  readonly layout: Layout;
  /** The element's content box in CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** The element covers the whole screen, so it has no round corners. */
  readonly fills?: boolean;
  /** The browser blocks sound until the user presses a button. */
  readonly playbackBlocked: boolean;
  /** The error that makes the room unusable, or null. */
  readonly problem: RoomErrorCode | null;
  /** The misspelled name on the tag that is this problem. */
  readonly misspelling?: Misspelling | undefined;
  /** The name in the input field. */
  readonly draftName: string;
  /** The link for inviting others: `share-url`, or the page's address; empty if no link leads back to this page. */
  readonly shareUrl: string;
  /** The page has not set the secret yet: nobody can join before that. */
  readonly awaitsSecret?: boolean;
  /** The link was just copied. */
  readonly copied: boolean;
  /** The browser blocked copying: the user has to copy the link by hand. */
  readonly copyFailed?: boolean;
  /** Our own picture is not mirrored: the camera looks away from us, or the page provides the picture. */
  readonly unmirrored?: boolean;
  /** The key of the notice that was dismissed last; it stays hidden until the key changes. */
  readonly dismissed?: string | null;
  /** The browser is asking for devices and has had no answer for a while: Firefox collapses its prompt. */
  readonly asks?: boolean;
  /** The browser can share a screen. */
  readonly canShareScreen: boolean;
  /** The browser can choose a speaker (`setSinkId`). */
  readonly canChooseSpeaker: boolean;
}

/** Actions that parts ask of the element, in addition to the room's actions. */
export interface UiActions {
  openMenu(menu: UiState['menu']): void;
  openChat(open: boolean): void;
  setName(name: string): void;
  /** Joins with the typed name; errors appear in the state. */
  join(): void;
  /** Leaves after the cancelable `before-leave`. */
  leave(): void;
  /** Back to the lobby after leaving or after a fatal error. */
  again(): void;
  /** Plays the sound that the browser blocked; called from a click. */
  startPlayback(): void;
  copyLink(): void;
  /** Hides the notice with this key (such as `camera:denied`) until the element forgets it. */
  dismissNotice(key: string): void;
}

export interface UiContext {
  readonly room: RoomActions;
  readonly state: RoomState;
  readonly ui: UiState;
  readonly act: UiActions;
  readonly text: Messages;
  readonly language: Omit<Language, 'words'>;
}
