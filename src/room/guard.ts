/**
 * Stands between the party and a stay. With a secret it lets nothing through before `protection.ts` is here and knows the secret, and
 * then leaves all to that; without one, it sees to it that no room is entered whose names are sealed.
 */
import type { Envelope } from '../mesh/box.js';
import type { Peer } from '../mesh/peer.js';
import type { PeerMessage } from '../protocol/peer-messages.js';
import type { ServerFrame } from '../protocol/server-frames.js';
import type { Protection } from './protection.js';
import type { Seat } from './seat.js';
import type { SessionContext } from './session-context.js';
import type { KeyTrouble, Listed, RoomState } from './state.js';
import { isStranger } from './strangers.js';

export interface GuardOptions {
  context: Pick<SessionContext, 'options' | 'state' | 'apply' | 'failed'>;
  /** Of our page. */
  sid: string;
  /** What we prove ourselves with outlives the page beside the resume token. */
  seat: Pick<Seat, 'ready' | 'kept'>;
  /** Takes what the party said, in its order. */
  received(frame: ServerFrame): void;
  /** We do not belong here: the stay is over. */
  refused(key: KeyTrouble): void;
  /** The control channel to a participant is open, and they are who they say. `person`: what they have proved, where there is a secret. */
  met(peer: Peer, person?: string): void;
  /** Ends it. */
  signal: AbortSignal;
}

/** Whether we are about to meet strangers, and nobody else: one who is none belongs to us, whoever else is there. */
export function isForeign(frame: ServerFrame, state: RoomState): boolean {
  const { roster, member } = frame as { roster?: Listed[]; member?: Listed };
  const others = roster ?? (member ? [...state.roster, member] : []);
  return state.phase !== 'joined' && others.length > 0 && others.every(isStranger);
}

/**
 * What the party says of others, without us: nobody else has our id or our session, and nobody is two. `undefined`: nothing is left.
 * The same object when there was nothing to take out.
 */
export function withoutUs(frame: ServerFrame, us: { id: string; sid: string }): ServerFrame | undefined {
  const id = frame.type === 'welcome' ? frame.self.id : us.id;
  const others = (roster: readonly Listed[]) =>
    roster.filter(
      (one, at) =>
        one.id !== id && one.sid !== us.sid && at === roster.findIndex((other) => other.id === one.id),
    );
  switch (frame.type) {
    case 'welcome':
    case 'joined': {
      if (frame.type === 'joined' && (frame.member.id === id) !== (frame.member.sid === us.sid))
        return undefined;
      const roster = frame.roster && others(frame.roster);
      return roster?.length === frame.roster?.length ? frame : ({ ...frame, roster } as ServerFrame);
    }
    case 'signal':
      return frame.from === id || frame.fromSid === us.sid ? undefined : frame;
    default:
      return frame;
  }
}

export class Guard {
  readonly #options: GuardOptions;
  /** What is read here never changes: another secret needs another `Room`. */
  readonly #isOn: boolean;
  #loading: Promise<void> | undefined;
  #protection: Protection | undefined;

  constructor(options: GuardOptions) {
    this.#options = options;
    this.#isOn = options.context.options().secret !== undefined;
  }

  /** Awaited before each dial, for as long as it takes the page to tell the secret. Rejects while the code cannot be fetched. */
  async ready(): Promise<void> {
    if (!this.#isOn) return;
    this.#loading ??= import('./protection.js')
      .then(async ({ protect }) => {
        this.#protection = await protect(this.#options);
      })
      .catch((error) => {
        this.#loading = undefined;
        throw error;
      });
    await this.#loading;
  }

  /** Whether the party takes us for who we are. */
  get isOurs(): boolean {
    return !this.#protection?.isRenamed;
  }

  /** Our name as it travels, once what the party has said so far has been taken: who we are is in every box. */
  async ownName(): Promise<string> {
    return this.#isOn ? this.#protection!.ownName() : this.#options.context.state().self.name;
  }

  /** For the boxes between us and a participant's page; `undefined`: they are plain. */
  envelope(id: string, sid: string): Envelope | undefined {
    return this.#isOn ? this.#protection!.envelope(id, sid) : undefined;
  }

  /** The control channel to a participant is open. */
  opened(peer: Peer): void {
    if (this.#isOn) this.#protection!.opened(peer);
    else this.#options.met(peer);
  }

  /** Something about a link is another. */
  changed(peer: Peer): void {
    if (this.#isOn) this.#protection!.changed(peer);
  }

  /** Hands on what a participant says, once they are who they say. */
  hear(peer: Peer, message: PeerMessage, pass: () => void): void {
    if (this.#isOn) this.#protection!.hear(peer, message, pass);
    else if (message.type !== 'challenge' && message.type !== 'proof') pass();
  }

  /** Hands on what the party says, once it is known whom it names. */
  take(frame: ServerFrame): void {
    const { context, sid, received, refused } = this.#options;
    const honest = this.#isOn ? undefined : withoutUs(frame, { id: context.state().self.id, sid });
    if (this.#isOn) this.#protection!.take(frame);
    if (!honest) return;
    if (isForeign(honest, context.state())) refused('missing');
    else received(honest);
  }
}
