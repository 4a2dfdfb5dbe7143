/**
 * What a feature is. A feature is a folder in `features/` that adds something to a call, and that the core does not know by name: the
 * core only loops over a list of these declarations. A declaration is part of the first script, so it is small; everything else of
 * the feature is loaded when it is needed. `ui/feature.ts` has what a feature adds to the interface.
 */
import type { LocalMedia } from '../media/local-media.js';
import type { Mesh } from '../mesh/mesh.js';
import type { SignalCipher } from '../mesh/signaling/payload.js';
import type { ClientFrame } from '../protocol/client-frames.js';
import type { RoomErrorCode } from '../protocol/errors.js';
import type { Grant } from '../protocol/grants.js';
import type { PeerMessage } from '../protocol/peer-messages.js';
import type { Shapes } from '../protocol/schema.js';
import type { ServerFrame } from '../protocol/server-frames.js';
import type { RoomEvent } from './changes.js';
import type { VideoRoomEventMap } from './events.js';
import type { RoomOptions } from './options.js';
import type { OwnScreen } from './own-screen.js';
import type { RoomKeyGate, RoomKeyGateOptions } from './room-key-gate.js';
import type { Session } from './session.js';
import type { SessionContext } from './session-context.js';
import type { FeatureState, RoomState } from './state.js';

/**
 * The methods that features add to `Room` and to the element. A feature adds its own:
 * `declare module '../../room/feature.js' { interface FeatureActions { … } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: features add to it.
export interface FeatureActions {}

/** What a loaded feature can use in one session. */
export interface FeatureContext extends Omit<SessionContext, 'tokenSlot' | 'failed' | 'pageLeft'> {
  /** Sends a message over the control channel of one participant, or of all whose channel is open. */
  tell(message: PeerMessage, to?: string): void;
  /** Makes our name for the party, encrypted if there is a secret. */
  readonly keyGate: Pick<RoomKeyGate, 'ownName'>;
  /** Sends a frame to the party; `false` while the party cannot be reached. */
  send(frame: ClientFrame): boolean;
  readonly mesh: Mesh;
  readonly media: LocalMedia;
  readonly screen: OwnScreen;
  /** Milliseconds since 1970. */
  now(): number;
  /** Aborted when the session ends. */
  readonly signal: AbortSignal;
}

/** The loaded code of a feature in one session. It also has the methods that the feature declares as `actions`. */
export interface FeatureController {
  /**
   * The control channel to a participant is open, and their identity is confirmed. `sid`: their page; `identity`: who proved to be
   * on it, if there is a secret. Only called for features that are loaded with the first channel.
   */
  opened?(id: string, sid: string, identity?: string): void;
  /** A participant has sent one of the feature's messages, and may do so. */
  received?(id: string, message: PeerMessage): void;
  /** The party has sent a frame of one of the feature's types. */
  frameReceived?(frame: ServerFrame): void;
  /** We have a new roster, or our name or the state of the socket has changed. Only called once the feature is in use. */
  rosterChanged?(): void;
}

/** A state of the room, and since when it was valid, in milliseconds since 1970. */
export type Moment = readonly [at: number, state: RoomState];

/** What an action can use that also works outside a call. */
export interface RoomAccess {
  /** The states of the last minute; the last one is the current state. */
  readonly past: readonly Moment[];
  /** Its `call` has the links, once they are loaded; `undefined` outside the lobby and the call. */
  readonly session: Pick<Session, 'call' | 'signalingSession'> | undefined;
}

/** Encrypts what the party relays, and decides which frames and messages are passed on: see `RoomKeyGate`. */
export interface SessionEncryption
  extends Pick<RoomKeyGate, 'ownName' | 'opened' | 'changed' | 'hear' | 'take'> {
  cipher(id: string, sid: string): SignalCipher;
  /** The party claims during a call that we have another id: its frames are ignored. */
  readonly isRenamed: boolean;
}

/** Why an action is not possible in a state; `undefined`: it is possible. */
export type Prevention = (state: RoomState) => RoomErrorCode | undefined;

export interface Feature {
  /** Unique; in kebab case. It begins with the name of its folder. */
  readonly name: string;
  /** The messages that it sends from peer to peer: for each type, the schemas of its fields. Anything else is dropped. */
  readonly messages?: Shapes;
  /** Messages that the feature limits itself, by type. Of all others a participant may send 100 at once and 20 per second. */
  readonly ownLimits?: readonly PeerMessage['type'][];
  /** The grant that the sender of a message needs; without it the message is dropped. Default: none. */
  grantFor?(message: PeerMessage): Grant | undefined;
  /** Its part of the room's state, before the first call and after each. */
  readonly state?: Partial<FeatureState>;
  /** The public events that only this feature fires. */
  readonly events?: readonly (keyof VideoRoomEventMap)[];
  /** The methods that it adds to `Room` and to the element. The controller implements them. */
  readonly actions?: { readonly [K in keyof FeatureActions]?: Prevention };
  /** Those of its methods that also work outside a call, without the controller. An element without a room resolves with `{}`. */
  readonly roomActions?: {
    readonly [K in keyof FeatureActions]?: (
      room: RoomAccess,
      ...args: Parameters<FeatureActions[K]>
    ) => ReturnType<FeatureActions[K]>;
  };
  /** Completes each new state, for state that follows from the rest. Returns the same object if there is nothing to change. */
  derive?(state: RoomState): RoomState;
  /** Its public events for a change of the state, each exactly once. */
  eventsBetween?(next: RoomState, previous: RoomState): readonly RoomEvent[];
  /** The encryption of a session that needs it. Nothing is sent or received before it is loaded. */
  readonly encryption?: {
    isNeeded(options: RoomOptions): boolean;
    load(options: RoomKeyGateOptions): Promise<SessionEncryption>;
  };
  /** The frames of the party that it handles. */
  readonly frames?: readonly ServerFrame['type'][];
  /** Whether it is needed in this state: checked with each change of the state, until it is. */
  isNeeded?(state: RoomState): boolean;
  /** When it is loaded: with the first open control channel, or (default) with the first message, frame or action, or when it is needed. */
  readonly loads?: 'with-first-channel' | 'when-used';
  /** Loads and creates the controller. */
  load?(context: FeatureContext): Promise<FeatureController>;
}

/** For actions that are possible in a call, for participants with this grant. */
export const inCall =
  (grant?: Grant): Prevention =>
  ({ phase, self }) => {
    if (phase !== 'joined') return 'not-joined';
    return grant && !self.grants.includes(grant) ? 'forbidden' : undefined;
  };

/** The methods that a feature adds. */
export const actionsOf = ({ actions, roomActions }: Feature): (keyof FeatureActions)[] =>
  Object.keys({ ...actions, ...roomActions }) as (keyof FeatureActions)[];

/** A new state, completed by these features. */
export function derivedState(features: readonly Feature[], state: RoomState): RoomState {
  let derived = state;
  for (const { derive } of features) derived = derive?.(derived) ?? derived;
  return derived;
}

/** The state that these features add to a new room. */
export const stateOf = (features: readonly Feature[]): FeatureState =>
  Object.assign({}, ...features.map(({ state }) => state));
