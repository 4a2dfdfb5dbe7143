/** What a feature adds to the interface, besides what it adds to the room (`room/feature.ts`). */
import type { CSSResult } from 'lit';
import type { Grant } from '../protocol/grants.js';
import type { RoomActions } from '../room/actions.js';
import type { VideoRoomEventMap } from '../room/events.js';
import type { Feature } from '../room/feature.js';
import type { Participant, RoomState } from '../room/state.js';
import type { Page } from '../shared/page-lifecycle.js';
import type { Control, UiContext, UiState } from './context.js';
import type { ControlDeclaration } from './controls/control.js';
import type { Close } from './extras/popover.js';

/** Loaded code that draws something, and its styles. */
export interface LazyView<Args extends readonly unknown[] = []> {
  readonly styles: readonly CSSResult[];
  render(context: UiContext, ...args: Args): unknown;
}

/** Something that is drawn in a fixed place while it has something to show. Its code is loaded then. */
export interface Layer<Args extends readonly unknown[] = []> {
  isShown(context: UiContext, ...args: Args): boolean;
  load(): Promise<LazyView<Args>>;
}

/** A region beside the tiles, or over them in a small box. Only one panel is open at a time. */
export interface Panel {
  /** Its part in CSS, and its class. */
  readonly part: string;
  label(context: UiContext): string;
  load(): Promise<LazyView>;
  /** Shows who waits to be let in: no notice does while it is open. */
  readonly showsWaiting?: boolean;
  /** What changes in the interface when it is opened. */
  readonly opened?: Partial<UiState>;
}

/** A part of the menu about one participant: buttons or fields. It is shown below the parts of the features before it. */
export interface PersonSection {
  isShown(context: UiContext, participant: Participant): boolean;
  /** The drawn part gets a function that closes the menu and returns the focus. */
  load(): Promise<LazyView<[participant: Participant, close: Close]>>;
}

/** Changes the interface's own state. */
export interface UiStateAccess {
  readonly ui: UiState;
  show(patch: Partial<UiState>): void;
  /** Runs `run` later, unless the element leaves the page before. */
  after(milliseconds: number, run: () => unknown): void;
  /** The pointer is over the notices, or the focus is in them: nothing there should go away now. */
  readonly isHeld: boolean;
}

/** What a feature can use that works beside the interface during a call. */
export interface BackgroundContext {
  readonly room: RoomActions;
  readonly access: UiStateAccess;
  readonly page: Page;
  /** The element: it dispatches the public events. */
  readonly host: EventTarget;
  /** Aborted when we have left the call. */
  readonly signal: AbortSignal;
}

/** Loaded code that works beside the interface. */
export interface Background {
  run(context: BackgroundContext): void;
}

/**
 * Called for each press of a key of a feature, in lower case. `root`: where it was pressed; `released`: aborted when the key is up
 * again, or when nobody would hear it come up. That may have happened before the call, while the code was loaded.
 */
export type ShortcutHandler = (
  key: string,
  context: UiContext,
  root: ShadowRoot,
  released: AbortSignal,
) => void;

/** Keys that do something while the focus is inside the element; see `controllers/shortcuts.ts`. */
export interface Shortcuts {
  /** Each character is a key, in lower case. */
  readonly keys: string;
  /** The menu that lists them, and what it is called. */
  readonly menu: string;
  label(context: UiContext): string;
  /** Loaded with the first of these keys. */
  load(): Promise<{ readonly pressed: ShortcutHandler }>;
}

/** A small button beside some controls, which leads to more about them. */
export interface ControlOptions {
  readonly controls: readonly Control[];
  /** The menu that it opens, with the name of the control as its argument. */
  readonly menu: string;
  label(context: UiContext, control: Control): string;
}

export interface UiFeature extends Feature {
  /** Words in English that are drawn before the feature is loaded, such as those of its controls. A language may replace them. */
  readonly words?: Partial<UiContext['text']>;
  /** Its buttons in the bar. */
  readonly controls?: readonly ControlDeclaration[];
  /** The small button that it puts beside controls. */
  readonly options?: ControlOptions;
  readonly shortcuts?: Shortcuts;
  /** Its part of the interface's own state; set again at each change of phase. */
  readonly ui?: Partial<UiState>;
  readonly panel?: Panel;
  /** Drawn over the camera of a participant. */
  readonly tile?: Layer<[Participant]>;
  /** Drawn over the shared screen of another participant. */
  readonly screen?: Layer<[Participant]>;
  /** Drawn in the place of the tiles. They are only hidden, because they play the sound. */
  readonly cover?: Layer;
  /** A tile was double-clicked. */
  doubleClicked?(context: UiContext, tile: HTMLElement): void;
  /** What screen readers are told when the state has changed, if anything. At most one such sentence in 5 s is announced. */
  announce?(context: UiContext, before: RoomState): string | undefined;
  /** Drawn among the notices of a call. */
  readonly notice?: Layer;
  /** Dialogs and menus, by the first word of `UiState.menu`. */
  readonly menus?: Readonly<Record<string, () => Promise<LazyView<[argument?: string]>>>>;
  /** Its part of the menu that opens from the tile of another participant. */
  readonly person?: PersonSection;
  /** Works beside the interface from a few seconds after joining until we leave; it is loaded then, when nothing else is loading. */
  background?(): Promise<Background>;
  /** What else it needs in a call: loaded some time after joining, because later the server may be down. */
  preloads?(): Promise<unknown>;
  /** What a public event changes in the interface. */
  readonly on?: {
    readonly [K in keyof VideoRoomEventMap]?: (detail: VideoRoomEventMap[K], access: UiStateAccess) => void;
  };
}

/** Whether a participant with these grants has one of those that are needed; default: nothing is needed. */
export const mayUse = (needed: readonly Grant[] | undefined, grants: readonly string[]): boolean =>
  !needed || needed.some((grant) => grants.includes(grant));
