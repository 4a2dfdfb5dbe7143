/**
 * Stands between the party and the session. If a feature encrypts this session, nothing passes until that code is loaded and ready,
 * and from then on it decides. Otherwise this class refuses rooms whose names are encrypted.
 */

import type { Peer } from '../mesh/peer/peer.js';
import type { SignalCipher } from '../mesh/signaling/payload.js';
import type { PeerMessage } from '../protocol/peer-messages.js';
import type { ServerFrame } from '../protocol/server-frames.js';
import type { Feature, SessionEncryption } from './feature.js';
import type { ResumeTokenStore } from './resume-token-store.js';
import { lacksRoomKey } from './room-key.js';
import type { SessionContext } from './session-context.js';
import type { KeyTrouble, Listed, RoomState } from './state.js';

export interface RoomKeyGateOptions {
  context: Pick<SessionContext, 'options' | 'state' | 'apply' | 'failed' | 'platform'>;
  /** The session id of our page. */
  sid: string;
  /** Stores our identity key across a reload, beside the resume token. */
  resumeTokens: Pick<ResumeTokenStore, 'ready' | 'kept'>;
  /** Handles a frame of the party, in order. */
  received(frame: ServerFrame): void;
  /** We do not belong in this room: the session is over. */
  refused(key: KeyTrouble): void;
  /**
   * The control channel to a participant is open, and their identity is confirmed. `person`: the identity that they have proved,
   * if there is a secret.
   */
  met(peer: Peer, person?: string): void;
  /** Aborted when the session ends. */
  signal: AbortSignal;
}

/**
 * Whether the room has only participants with another secret. One participant without an encrypted name, or with a readable one,
 * is enough to enter.
 */
export function isForeign(frame: ServerFrame, state: RoomState): boolean {
  const { roster, member } = frame as { roster?: Listed[]; member?: Listed };
  const others = roster ?? (member ? [...state.roster, member] : []);
  return state.phase !== 'joined' && others.length > 0 && others.every(lacksRoomKey);
}

/**
 * Removes from a frame what must not be true of others: nobody else has our id or our session, and no id is listed twice. `was`: the ids
 * that our session has had; without it, nobody may have our session. `undefined`: nothing is left. Returns the same object if nothing had
 * to be removed.
 */
export function withoutUs(
  frame: ServerFrame,
  us: { id: string; sid: string; was?: ReadonlySet<string> },
): ServerFrame | undefined {
  const id = frame.type === 'welcome' ? frame.self.id : us.id;
  const isUs = (theirs: string, sid: string) =>
    theirs === id || (sid === us.sid && (us.was?.has(theirs) ?? true));
  const others = (roster: readonly Listed[]) =>
    roster.filter(
      (one, at) => !isUs(one.id, one.sid) && at === roster.findIndex((other) => other.id === one.id),
    );
  switch (frame.type) {
    case 'welcome':
    case 'joined': {
      if (frame.type === 'joined') {
        const { member } = frame;
        if (member.id === id ? member.sid !== us.sid : isUs(member.id, member.sid)) return undefined;
      }
      const roster = frame.roster && others(frame.roster);
      return roster?.length === frame.roster?.length ? frame : ({ ...frame, roster } as ServerFrame);
    }
    case 'signal':
      return isUs(frame.from, frame.fromSid) ? undefined : frame;
    default:
      return frame;
  }
}

export class RoomKeyGate {
  readonly #options: RoomKeyGateOptions;
  /** Chosen once: another secret needs another `Room`. */
  readonly #feature: Feature['encryption'];
  #loading: Promise<void> | undefined;
  #encryption: SessionEncryption | undefined;
  /** The ids that this session has had. Another participant may claim our `sid`, and must not be hidden by that. */
  readonly #was = new Set<string>();

  constructor(options: RoomKeyGateOptions) {
    this.#options = options;
    const { platform, options: current } = options.context;
    this.#feature = platform.features.find(({ encryption }) => encryption?.isNeeded(current()))?.encryption;
  }

  /** Awaited before each dial, until the page has provided the secret. Rejects while the code cannot be loaded. */
  async ready(): Promise<void> {
    this.#loading ??= this.#feature
      ?.load(this.#options)
      .then((encryption) => {
        this.#encryption = encryption;
      })
      .catch((error) => {
        this.#loading = undefined;
        throw error;
      });
    await this.#loading;
  }

  /** Whether the party uses the same id for us as before. */
  get isOurs(): boolean {
    return !this.#encryption?.isRenamed;
  }

  /** Our encrypted name, after all earlier frames of the party were handled: payloads are bound to our id. */
  async ownName(): Promise<string> {
    return this.#feature ? this.#encryption!.ownName() : this.#options.context.state().self.name;
  }

  /** Encryption of payloads between us and a participant's page; `undefined`: none. */
  cipher(id: string, sid: string): SignalCipher | undefined {
    return this.#feature ? this.#encryption!.cipher(id, sid) : undefined;
  }

  /** The control channel to a participant is open. */
  opened(peer: Peer): void {
    if (this.#feature) this.#encryption!.opened(peer);
    else this.#options.met(peer);
  }

  /** A link changed. */
  changed(peer: Peer): void {
    this.#encryption?.changed(peer);
  }

  /** Passes on a participant's message once their identity is confirmed. */
  hear(peer: Peer, message: PeerMessage, pass: () => void): void {
    if (this.#feature) this.#encryption!.hear(peer, message, pass);
    else pass();
  }

  /** Passes on a frame of the party once the names in it are checked. */
  take(frame: ServerFrame): void {
    if (this.#feature) {
      this.#encryption!.take(frame);
      return;
    }
    const { context, sid, received, refused } = this.#options;
    const { id } = context.state().self;
    const honest = withoutUs(frame, { id, sid, was: this.#was.add(id) });
    if (!honest) return;
    if (isForeign(honest, context.state())) refused('missing');
    else received(honest);
  }
}
