/** The state of a room, as plain frozen data. Only the functions in `reducers.ts` change it. */
import type { Devices } from '../media/devices.js';
import type { DeviceErrorCode } from '../media/failure.js';
import type { Settings } from '../media/preferences.js';
import type { Source } from '../mesh/connection/slots.js';
import type { LinkState } from '../mesh/peer/watchdog.js';
import type { DataSaver } from '../mesh/quality/limits.js';
import type { SignalingState } from '../mesh/signaling/signaling.js';
import type { RoomErrorCode } from '../protocol/errors.js';
import type { Member } from '../protocol/schemas.js';

// Owned by the layer that reports them; named here because they are part of the state.
export {
  type Device,
  type DeviceKind,
  type Devices,
  type Facing,
  facingOf,
  type Replacement,
} from '../media/devices.js';
export type { DeviceErrorCode } from '../media/failure.js';
export type { Settings } from '../media/preferences.js';
export type { Source } from '../mesh/connection/slots.js';
export type { LinkState } from '../mesh/peer/watchdog.js';
export type { DataSaver } from '../mesh/quality/limits.js';
export type { SignalingState } from '../mesh/signaling/signaling.js';

/** Where we are: in the lobby, joining, waiting, in the call, or out again. */
export type Phase = 'idle' | 'lobby' | 'joining' | 'waiting' | 'joined' | 'left';
/** `unknown`: they have not told us yet, so no mute icon is shown. */
export type SourceState = 'unknown' | 'off' | 'starting' | 'on' | 'blocked' | 'lost';

/**
 * Media streams, one per source. Remote ones exist from the start of the link, and are silent or empty while the source is off;
 * our own exist while the source is on.
 */
export type Streams = Readonly<Partial<Record<Source, MediaStream>>>;

/** A participant in the room. */
export interface Participant {
  readonly id: string;
  /** At most 64 code points; empty for a guest without a name and for an unverified participant. */
  readonly name: string;
  /** When they joined, in milliseconds since 1970 by our clock. */
  readonly joinedAt: number;
  readonly microphone: SourceState;
  readonly camera: SourceState;
  readonly screen: SourceState;
  readonly screenAudio: SourceState;
  readonly hand: boolean;
  /** When they raised their hand, in milliseconds since 1970 by our clock; absent while it is down. */
  readonly handRaisedAt?: number | undefined;
  /** Hands went up in this order, the same on all pages; two that went up at the same moment have the same number, and then the lower `id` is first. */
  readonly handTurn?: number | undefined;
  readonly speaking: boolean;
  readonly link: LinkState;
  readonly path: 'direct' | 'relayed' | 'unknown';
  /** `lost`: nothing arrives from them now. */
  readonly quality: 'good' | 'fair' | 'poor' | 'lost' | 'unknown';
  /** `trusted-server`: there is no secret · `verified`: they have proved their identity in this call · `unverified`: they have not. */
  readonly verification: 'verified' | 'unverified' | 'trusted-server';
  /** Without sources that they may not send, and without what a moderator has muted. */
  readonly streams: Streams;
  /** What the party allows them: `publish`, `chat`, `admit`, `kick`, `mute`, `lock`, `end`. Every receiver enforces the first two. */
  readonly grants: readonly string[];
  /** A moderator has muted them for everyone. */
  readonly muted: boolean;
}

/** A participant who asks to be let in. */
export interface WaitingParticipant {
  readonly id: string;
  /** The name that they gave. */
  readonly name: string;
}

/**
 * Why our secret does not fit: the room has one and we do not (`missing`), it has another one (`other`), it has none (`unused`),
 * or ours is invalid (`malformed`).
 */
export type KeyTrouble = 'missing' | 'other' | 'unused' | 'malformed';

/**
 * A member that the party lists. `verified`: whether this page has proved its identity; absent without a secret. `person`: the
 * thumbprint of the key that was encrypted with their name.
 */
export type Listed = Member & { readonly verified?: boolean; readonly person?: string | undefined };

/** An error of the room that people should know about. */
export interface RoomFault {
  readonly code: RoomErrorCode;
  /** It ended the call or the join. */
  readonly fatal: boolean;
  /** The phase in which it happened. */
  readonly phase: Phase;
  /** For a fatal `verification-failed`. */
  readonly key?: KeyTrouble | undefined;
  /** For `verification-failed`: id of the participant whose safety code is no longer the one shown before. */
  readonly participant?: string | undefined;
}

/** Further details of an error. */
export type FaultDetail = Pick<RoomFault, 'key' | 'participant'>;

/**
 * The parts of the state that belong to features. A feature adds its own:
 * `declare module '../../room/state.js' { interface FeatureState { … } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: features add to it.
export interface FeatureState {}

/** The whole state of a room. */
export interface RoomState extends FeatureState {
  /** Canonical name of the room. */
  readonly roomId: string;
  readonly phase: Phase;
  readonly signaling: SignalingState;
  /** Our own entry; `id` is empty until the party has welcomed us. */
  readonly self: Participant;
  /** The name that we last told the party, or that it has answered with; `null` before that, and if a request to change it was lost. */
  readonly nameAtParty: string | null;
  /** The others, in the order in which they joined; empty outside the call. */
  readonly participants: readonly Participant[];
  /** The other members according to the party; also known in the lobby. */
  readonly roster: readonly Listed[];
  /** Newcomers have to wait, or are turned away. */
  readonly locked: boolean;
  /** Participants who ask to be let in; empty unless we may admit them. */
  readonly waiting: readonly WaitingParticipant[];
  readonly devices: Devices;
  /** Why a device is missing, until it works or the user has dismissed the message. */
  readonly deviceErrors: Readonly<Partial<Record<'microphone' | 'camera' | 'screen', DeviceErrorCode>>>;
  /** The last error of the room; cleared by the next attempt. */
  readonly fault: RoomFault | null;
  /** Failed dials to the party in a row; 0 once it has answered. */
  readonly attempts: number;
  /** Ids of the participants who are kept large; the last one was pinned last. */
  readonly pinned: readonly string[];
  /** How much of the network this call may use, as the user has chosen. Kept after leaving. */
  readonly dataSaver: DataSaver;
  /** What the user has set; kept after leaving, and with `remember` in this browser. */
  readonly settings: Settings;
}
