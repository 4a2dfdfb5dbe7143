/**
 * What every part of the interface is drawn from. Parts are pure functions of it; only the element keeps it.
 * The element draws `renderStage(context)` of `./stage.js` with `styles` of `../styles/index.js`. That contains one
 * `<audio>` per participant and audio source; which loudspeaker they use, and whether they may play, is the element's to see to.
 */
import type { Messages } from '../locale/en.js';
import type { RoomErrorCode } from '../protocol/errors.js';
import type { RoomActions } from '../room/actions.js';
import type { Message, RoomState } from '../room/state.js';

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

/** What the interface itself knows: open menus, the size of the box, whether the browser lets audio play. */
export interface UiState {
  /** The open popover, if any; `person` and `remove` with somebody's id. */
  readonly menu:
    | 'devices'
    | 'more'
    | 'safety'
    | 'host'
    | 'end'
    | `person ${string}`
    | `remove ${string}`
    | null;
  /** The chat is open; null: it never was, so there is nothing to keep. */
  readonly chat: boolean | null;
  /** Messages that came while it was not. */
  readonly unread: number;
  /** The last of them, for as long as it is announced. */
  readonly news: Message | null;
  readonly controls: readonly Control[];
  readonly layout: Layout;
  /** The element's content box in CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** The element covers the whole screen: it has no corners. */
  readonly fills?: boolean;
  /** The browser refused to play sound until someone presses a button. */
  readonly playbackBlocked: boolean;
  /** What keeps the room from being used at all, or null. */
  readonly problem: RoomErrorCode | null;
  /** What is typed as the name. */
  readonly draftName: string;
  /** Link that invites others: `share-url`, or the page's address; empty where there is none that leads back here. */
  readonly shareUrl: string;
  /** The page has still to tell the secret: until then nobody can join. */
  readonly awaitsSecret?: boolean;
  /** The link was just copied. */
  readonly copied: boolean;
  /** The browser did not let us copy it: people have to do that themselves. */
  readonly copyFailed?: boolean;
  /** We see ourselves as others do: the camera looks away from us, or the page gave the picture. */
  readonly unmirrored?: boolean;
  /** The notice that was dismissed last, as given to `dismissNotice`; it stays away until this is something else. */
  readonly dismissed?: string | null;
  /** The browser has asked for devices, and nobody has answered for a while: Firefox folds the question away. */
  readonly asks?: boolean;
  /** The browser can share a screen. */
  readonly canShareScreen: boolean;
  /** The browser can choose a loudspeaker (`setSinkId`). */
  readonly canChooseSpeaker: boolean;
}

/** What parts ask of the element beyond the room's own actions. */
export interface UiActions {
  openMenu(menu: UiState['menu']): void;
  openChat(open: boolean): void;
  setName(name: string): void;
  /** Joins with the typed name; failures show up in the state. */
  join(): void;
  /** Hangs up after the cancelable `before-leave`. */
  leave(): void;
  /** Back to the lobby after leaving or after a fatal fault. */
  again(): void;
  /** Plays what the browser held back; called from a click. */
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
}
