/**
 * The input of every part of the interface. Parts are pure functions of it; only the element stores it. The element draws
 * `renderStage(context)` of `./stage.js` with `styles` of `../styles/index.js`. The result has one `<audio>` per participant and
 * audio source; the element chooses their speaker and starts them.
 */
import type { Messages } from '../locale/words.js';
import type { RoomErrorCode } from '../protocol/errors.js';
import type { RoomActions } from '../room/actions.js';
import type { RoomState } from '../room/state.js';
import type { Language } from './controllers/language.js';
import type { Misspelling } from './extras/misspellings.js';
import type { LazyView, UiFeature } from './feature.js';

/**
 * The controls that features add, by name. A feature adds its own:
 * `declare module '../../ui/context.js' { interface FeatureControls { … } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: features add to it.
export interface FeatureControls {}

/** A name in the `controls` attribute. */
export type Control = 'microphone' | 'camera' | 'screen' | 'hand' | 'leave' | keyof FeatureControls;
export type Layout = 'auto' | 'grid' | 'speaker';
/** Where our own picture is: among the others, over them in a corner, or nowhere. */
export type SelfView = 'tile' | 'float' | 'hidden';

/**
 * The parts of the interface's own state that belong to features. A feature adds its own:
 * `declare module '../../ui/context.js' { interface FeatureUiState { … } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: features add to it.
export interface FeatureUiState {}

/** State that only the interface has: open menus, the size of the box, whether the browser allows audio. */
export interface UiState extends FeatureUiState {
  /**
   * The open menu or dialog: its kind, such as `settings`, `more` or `host`, and for some kinds after a space what it is about, such as
   * the id of a participant.
   */
  readonly menu: string | null;
  /** The feature whose panel is open. */
  readonly panel: string | null;
  /** The features whose panels were opened in this call: they stay in the document. */
  readonly opened: readonly string[];
  readonly controls: readonly Control[];
  readonly layout: Layout;
  readonly selfView: SelfView;
  /** The page of tiles that is shown, from 0. There may be fewer pages by now. */
  readonly page: number;
  /** The page wants no sounds. */
  readonly withoutSounds?: boolean;
  /** The element's content box in pixels of the interface: CSS pixels divided by `scale`. */
  readonly width: number;
  readonly height: number;
  /** How much larger than usual the interface is drawn, for readers who chose larger text. Default: 1. */
  readonly scale?: number;
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
  /** How loud participants are played, from 0 to 1, by id; 1 for those who are not listed. */
  readonly volumes?: Readonly<Record<string, number>>;
  /** The focus was in the element when the phase changed: the heading of a screen without a call takes it, and nothing announces that text. */
  readonly hadFocus?: boolean;
  /** How long the last call has lasted (ms), from joining to leaving. */
  readonly lasted?: number;
  /**
   * The keys of dismissed notices. A key that is the name of an event, with its `kind` if it has one (`device-error:camera`), ends with
   * the next such event: then the notice has a new cause.
   */
  readonly dismissed: readonly string[];
  /** The browser is asking for devices and has had no answer for a while: Firefox collapses its prompt. */
  readonly asks?: boolean;
  /** The page wants no shortcuts. */
  readonly withoutShortcuts?: boolean;
  /** The browser can share a screen. */
  readonly canShareScreen: boolean;
  /** The page wants no camera, or gives a stream of its own without video. */
  readonly audioOnly?: boolean | undefined;
  /** The page gives a stream of its own. */
  readonly hasOwnStream?: boolean;
  /** The browser can choose a speaker (`setSinkId`). */
  readonly canChooseSpeaker: boolean;
}

/** Actions that parts ask of the element, in addition to the room's actions. */
export interface UiActions {
  /** Changes the interface's own state. */
  show(patch: Partial<UiState>): void;
  openMenu(menu: UiState['menu']): void;
  /** Opens the panel of this feature, or closes the open one. */
  openPanel(feature: string | null): void;
  setName(name: string): void;
  /** Joins with the typed name; errors appear in the state. */
  join(): void;
  /** Leaves after the cancelable `before-leave`. */
  leave(): void;
  /** Back to the lobby after leaving or after a fatal error. */
  rejoin(): void;
  /** Plays the sound that the browser blocked; called from a click. */
  startPlayback(): void;
  copyLink(): void;
  /** Plays one participant quieter: from 0 to 1. Only here, and as long as the element is on the page. */
  setVolume(participantId: string, volume: number): void;
  /** Reports the sizes of the tiles in `root`, which is seen even if the page is not, instead of ours; `null`: ours again. */
  measureTiles(root: ParentNode | null): void;
  /** Hides the notice with these keys; see `UiState.dismissed`. */
  dismissNotice(...keys: string[]): void;
}

export interface UiContext {
  /** The element, for what only an element can do, such as full screen. */
  readonly host: HTMLElement;
  readonly room: RoomActions;
  readonly state: RoomState;
  readonly ui: UiState;
  readonly act: UiActions;
  readonly text: Messages;
  readonly language: Omit<Language, 'words'>;
  /** The code that draws the call; `undefined` while it is loaded. */
  readonly callView: LazyView | undefined;
  /** The features, in the order in which their parts are shown. */
  readonly features: readonly UiFeature[];
}
