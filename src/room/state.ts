/** What a room knows, as plain frozen data. Changed only by the functions in `transitions.ts`. */
import type { RoomErrorCode } from '../protocol/errors.js';
import type { Member } from '../protocol/schemas.js';

/** Where we are: looking at the lobby, on the way in, in, or out again. */
export type Phase = 'idle' | 'lobby' | 'joining' | 'waiting' | 'joined' | 'left';
/** The socket to the party. Media does not need it once links are up. */
export type SignalingState = 'idle' | 'connecting' | 'connected' | 'reconnecting' | 'closed';
/** `unknown`: they have not told us yet, so no mute mark is shown. */
export type SourceState = 'unknown' | 'off' | 'starting' | 'on' | 'blocked' | 'lost';
/** What a participant can send. */
export type Source = 'microphone' | 'camera' | 'screen' | 'screenAudio';
/** Our link to a participant, as people need to know it. */
export type LinkState = 'connecting' | 'live' | 'reconnecting' | 'unreachable';
/** What a device picker can choose. */
export type DeviceKind = 'microphone' | 'camera' | 'speaker';
/** Why a device cannot be used. */
export type DeviceErrorCode =
  | 'denied'
  | 'dismissed'
  | 'not-found'
  | 'in-use'
  | 'constraints'
  | 'insecure'
  | 'policy'
  | 'unknown';

/** Their media: a stream per source from the moment the link is begun, silent or empty while the source is off; of our own, what is on. */
export type Streams = Readonly<Partial<Record<Source, MediaStream>>>;

/** Somebody in the room. */
export interface Participant {
  readonly id: string;
  /** At most 64 code points; empty for a guest without a name, and for who is not verified. */
  readonly name: string;
  /** When they joined, in milliseconds since 1970 by our clock. */
  readonly joinedAt: number;
  readonly microphone: SourceState;
  readonly camera: SourceState;
  readonly screen: SourceState;
  readonly screenAudio: SourceState;
  readonly hand: boolean;
  readonly speaking: boolean;
  readonly link: LinkState;
  readonly path: 'direct' | 'relayed' | 'unknown';
  readonly quality: 'good' | 'fair' | 'poor' | 'unknown';
  /** `trusted-server`: there is no secret · `verified`: has proved to us, in this call, who they are · `unverified`: has not. */
  readonly verification: 'verified' | 'unverified' | 'trusted-server';
  /** Without those of sources that they may not send, or that a moderator has muted. */
  readonly streams: Streams;
  /** What the party lets them do: `publish`, `chat`, `admit`, `kick`, `mute`, `lock`, `end`. Everybody enforces the first two. */
  readonly grants: readonly string[];
  /** A moderator keeps everybody from hearing them. */
  readonly muted: boolean;
}

/** Somebody who asks to be let in. */
export interface WaitingParticipant {
  readonly id: string;
  /** As they call themselves. */
  readonly name: string;
}

/** A device to choose from. */
export interface Device {
  readonly id: string;
  readonly label: string;
}

/** A device that took the place of another without being asked for. Labels as the browser tells them. */
export interface Replacement {
  readonly kind: 'microphone' | 'camera';
  /** What is gone; empty where it is still there, as when the system has another default. */
  readonly gone: string;
  readonly used: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The devices there are, and the ones in use (`null`: none yet, or the browser's default). */
export interface Devices {
  readonly list: Readonly<Record<DeviceKind, readonly Device[]>>;
  readonly selected: Readonly<Record<DeviceKind, string | null>>;
  /** The last one that changed by itself. */
  readonly replaced?: Replacement | undefined;
}

/**
 * Why the secret does not get us in: the room has one and we do not (`missing`), it has another one (`other`), it has none
 * (`unused`), or ours is none at all (`malformed`).
 */
export type KeyTrouble = 'missing' | 'other' | 'unused' | 'malformed';

/**
 * Somebody the party lists. `verified`: whether this page of theirs has proved who is on it; absent where there is no secret.
 * `person`: whose name was sealed for it, by the thumbprint of their key.
 */
export type Listed = Member & { readonly verified?: boolean; readonly person?: string | undefined };

/** A fault of the room that people should know about. */
export interface RoomFault {
  readonly code: RoomErrorCode;
  /** The call or the way in is over because of it. */
  readonly fatal: boolean;
  /** Where we were when it happened. */
  readonly phase: Phase;
  /** Of `verification-failed`, where it is fatal. */
  readonly key?: KeyTrouble | undefined;
  /** Id of the participant whose safety code is another one than was shown before, of `verification-failed`. */
  readonly participant?: string | undefined;
}

/** What more is known of a fault. */
export type FaultDetail = Pick<RoomFault, 'key' | 'participant'>;

/** Something somebody wrote. */
export interface Message {
  readonly id: string;
  /** Who wrote it: the participant whose link it came by; of one that was passed on, whoever its bearer says. */
  readonly from: string;
  /** What they were called then; empty for a guest without a name. */
  readonly name: string;
  /** At most 4 KiB. */
  readonly text: string;
  /** When it was written, in milliseconds since 1970 by our clock. */
  readonly at: number;
  /** For one participant alone. */
  readonly private: boolean;
  /** Of our own private ones: for whom. */
  readonly to?: string;
  /** Who passed it on, because it was written before we came; absent: it came from its author. */
  readonly passedOnBy?: string;
}

/** An emoji that somebody shows for a moment. */
export interface Reaction {
  /** Tells it from others. */
  readonly key: string;
  readonly from: string;
  readonly emoji: string;
}

/** All of it. */
export interface RoomState {
  /** Canonical name of the room. */
  readonly roomId: string;
  readonly phase: Phase;
  readonly signaling: SignalingState;
  /** Ourselves; `id` is empty until the party has welcomed us. */
  readonly self: Participant;
  /** The others, in the order in which they joined; empty outside the call. */
  readonly participants: readonly Participant[];
  /** Who the party says is in the room, without us; also known in the lobby. */
  readonly roster: readonly Listed[];
  /** Newcomers have to wait, or are turned away. */
  readonly locked: boolean;
  /** Those who ask to be let in; empty unless we may do so. */
  readonly waiting: readonly WaitingParticipant[];
  readonly devices: Devices;
  /** Why a device is not there, until it is or the person was told and moved on. */
  readonly deviceErrors: Readonly<Partial<Record<'microphone' | 'camera' | 'screen', DeviceErrorCode>>>;
  /** The last fault of the room; cleared by the next attempt. */
  readonly fault: RoomFault | null;
  /** How often in a row the party was dialled in vain; 0 once it has answered. */
  readonly attempts: number;
  /** Who speaks, or spoke last. */
  readonly activeSpeaker: string | null;
  readonly pinned: string | null;
  /** What was written in this call, in order of time; the last 500. */
  readonly messages: readonly Message[];
  /** The emoji to be seen now. */
  readonly reactions: readonly Reaction[];
}
